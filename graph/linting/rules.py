"""The rules by code: 1xx what can be done in what order, 2xx links, 3xx skills, 4xx time, 5xx what isn't stated."""

from __future__ import annotations

from typing import Final

from graph.linting.types import Rule, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CIRCLE_OF_ORDER: Final = Rule(
    "SW101", "cycle-in-order", _ERROR, "Steps come after each other in a circle",
    "No step of a circle can be the first, so that where the order is enforced nobody gets through.",
    "Take one of the steps out of another's `after`.",
)  # fmt: skip
CIRCLE_OF_NEEDS: Final = Rule(
    "SW102", "cycle-in-needs", _ERROR, "Steps need each other in a circle",
    "Each of them waits for another, so that none of them can ever be begun.",
    "Take one of the steps out of another's condition or requirement, or let the condition ask for fewer of its steps.",
    "A circle that can be entered by another way (one of several, say) isn't one.",
)  # fmt: skip
UNREACHABLE: Final = Rule(
    "SW103", "unreachable-step", _ERROR, "A step can never be begun",
    "It needs a step that can't be done, so that no learner gets to it.",
    "Mend the step that it needs, or ask for another one.",
    "What a step asks for from outside the pathway counts as there to be had.",
)  # fmt: skip
TOO_MANY: Final = Rule(
    "SW104", "impossible-count", _ERROR, "A condition asks for more steps than it names",
    "“3 of these 2” can't be met, so that nobody gets past it. A step that is named twice counts once.",
    "Ask for fewer, or name more steps.",
)  # fmt: skip
TOO_MANY_CREDITS: Final = Rule(
    "SW105", "impossible-credits", _ERROR, "A condition asks for more credits than its steps give",
    "All of its steps together don't bring the credits, so that nobody gets past it.",
    "Ask for fewer credits, state the credits of the steps, or name more of them. Groups bring no credits.",
)  # fmt: skip
MISSING_STEP: Final = Rule(
    "SW106", "missing-step", _ERROR, "A step is named that isn't there",
    "A condition, an order or an end that names a step outside the pathway can't be met.",
    "Add the step, or take the name out.",
)  # fmt: skip
NO_WAY: Final = Rule(
    "SW107", "nobody-can-finish", _ERROR, "Nobody can finish the pathway",
    "Whatever a learner earns, what completes the pathway stays out of reach.",
    "Mend the other errors; if there is none, look at the steps at which the pathway ends.",
)  # fmt: skip
DEAD_END: Final = Rule(
    "SW108", "dead-end", _WARNING, "A required step leads to no end",
    "A learner who takes it is no nearer to the end of the pathway.",
    "Let a later step build on it, name it as an end or an off-ramp, or make it optional.",
    "Only where the pathway names the steps at which it ends; optional steps and off-ramps are left out.",
)  # fmt: skip
TWICE: Final = Rule(
    "SW109", "duplicate-step", _WARNING, "The same thing is earned by two steps",
    "Whoever has done one has done the other, so that the pathway looks longer than it is.",
    "Take one of them out.",
)  # fmt: skip
WRONG_ORDER: Final = Rule(
    "SW110", "order-against-needs", _WARNING, "A step stands before one that it needs",
    "Learners who follow the order shown come to a step that is locked.",
    "Put the step that is needed first.",
)  # fmt: skip
OPTIONAL_NEEDED: Final = Rule(
    "SW111", "optional-but-needed", _WARNING, "An optional step can't be left out",
    "It is shown as a choice, yet a step that everybody must take needs it.",
    "Make it required, or don't ask for it.",
)  # fmt: skip
EMPTY_GROUP: Final = Rule(
    "SW112", "empty-group", _ERROR, "A group has no steps",
    "A group is met when its condition is; without one it never is.",
    "Say which steps it is made of, or take it out.",
)  # fmt: skip
NO_STEPS: Final = Rule(
    "SW113", "no-steps", _ERROR, "The pathway has no steps",
    "There is nothing to begin.",
    "Add steps, or draft some from the catalogue (`stackway pathway draft`).",
)  # fmt: skip
ASKS_NOTHING: Final = Rule(
    "SW114", "asks-for-nothing", _WARNING, "A condition asks for nothing",
    "“0 of these” and “0 credits” are met by everybody, so that the steps it names aren't needed.",
    "Ask for at least one, or take the condition out and make the steps optional.",
)  # fmt: skip
NO_SIGN_UP: Final = Rule(
    "SW201", "no-sign-up", _WARNING, "No sign-up link",
    "A learner who wants to begin is told what to do, and can't do it.",
    "Add `signup_url` to the credential's offering.",
    "Of credentials that aren't in the catalogue nothing is known; a withdrawn one isn't looked at.",
)  # fmt: skip
BAD_LINK: Final = Rule(
    "SW202", "malformed-link", _ERROR, "A link isn't a web address",
    "A learner who follows it gets nowhere.",
    "Write the whole address, beginning with https://.",
)  # fmt: skip
CLOSED: Final = Rule(
    "SW203", "closed", _WARNING, "Sign-up has closed for good",
    "Every stated occasion to earn it is over, so that nobody can begin it any more.",
    "Add the next occasion, or put another credential in its place.",
    "Only where occasions are stated.",
)  # fmt: skip
UNKNOWN: Final = Rule(
    "SW204", "unknown-credential", _WARNING, "A credential isn't in the catalogue",
    "Nothing is known of it: learners get no description, no sign-up and no requirements, and an award of it may "
    "never be recognised.",
    "Check its identifier, or import the catalogue that it is in.",
    "Only where there is a catalogue; steps of other kinds than credential needn't be in it.",
)  # fmt: skip
NOT_TAUGHT: Final = Rule(
    "SW301", "assumed-skill", _WARNING, "A step assumes a skill that no earlier step teaches",
    "Learners come to it without what it builds on.",
    "Add a step that teaches the skill, put the step that teaches it earlier, or say for whom the pathway is.",
    "Where it isn't known what an earlier step teaches.",
)  # fmt: skip
TAUGHT_TWICE: Final = Rule(
    "SW302", "duplicate-teaching", _NOTE, "A step teaches nothing that another doesn't",
    "Learners pay twice for the same skills.",
    "Offer the two as a choice, or take one of them out.",
    "Where one of them can be left out, where their levels differ, and where the skills aren't stated.",
)  # fmt: skip
GAP: Final = Rule(
    "SW303", "destination-gap", _WARNING, "The occupation asks for skills that the pathway never teaches",
    "Whoever finishes still lacks what the jobs at the end ask for.",
    "Add steps that teach them (`stackway plan` and `pathway draft` find some), or say that they are expected.",
    "Without an occupation as destination, or where it isn't known what the steps teach.",
)  # fmt: skip
TOGETHER: Final = Rule(
    "SW304", "milestones-together", _WARNING, "Two milestones are reached at once",
    "The second says nothing new: whoever reaches one reaches the other at the same moment.",
    "Ask for a further step for one of them, or leave it out.",
)  # fmt: skip
WITHDRAWN: Final = Rule(
    "SW401", "withdrawn", _ERROR, "A credential has been withdrawn",
    "Nobody can earn it any more.",
    "Put another credential in its place.",
)  # fmt: skip
SUPERSEDED: Final = Rule(
    "SW402", "superseded", _WARNING, "A credential has been superseded",
    "Learners earn what its issuer has replaced.",
    "Put its successor in its place.",
)  # fmt: skip
EXPIRES: Final = Rule(
    "SW403", "expires-on-the-way", _WARNING, "A credential expires before the pathway can be finished",
    "Its validity is shorter than what comes after it takes, so that it has to be renewed on the way.",
    "Put it later, shorten what comes after it, or tell learners to renew it.",
    "Where validity or hours aren't stated. Hours are turned into months at ten hours a week, unless told otherwise.",
)  # fmt: skip
NO_LEVEL: Final = Rule(
    "SW501", "no-level", _NOTE, "No level is stated",
    "Learners can't tell whether it is for them, and steps can't be put in order of difficulty.",
    "State the level of the pathway, or of each credential.",
)  # fmt: skip
NO_COST: Final = Rule(
    "SW502", "no-cost", _NOTE, "No cost is stated",
    "Learners can't tell whether they can afford it, and plans of least cost take it for free.",
    "State the cost of the credential's offering; 0 where it is free.",
    "Of credentials that aren't in the catalogue.",
)  # fmt: skip
NO_LANGUAGE: Final = Rule(
    "SW503", "no-language", _NOTE, "No language is stated",
    "Learners can't tell whether they will understand it.",
    "State the language of the pathway, or of each credential.",
)  # fmt: skip

RULES: Final = (
    CIRCLE_OF_ORDER, CIRCLE_OF_NEEDS, UNREACHABLE, TOO_MANY, TOO_MANY_CREDITS, MISSING_STEP, NO_WAY, DEAD_END, TWICE,
    WRONG_ORDER, OPTIONAL_NEEDED, EMPTY_GROUP, NO_STEPS, ASKS_NOTHING, NO_SIGN_UP, BAD_LINK, CLOSED, UNKNOWN,
    NOT_TAUGHT, TAUGHT_TWICE, GAP, TOGETHER, WITHDRAWN, SUPERSEDED, EXPIRES, NO_LEVEL, NO_COST, NO_LANGUAGE,
)  # fmt: skip
"""All rules, by code."""
