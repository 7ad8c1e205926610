"""The words of CTDL: what a key or a type is called without its prefix, and what each class of things becomes here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Family(StrEnum):
    """What Stackway makes of a thing; the value says what the thing is, in words for a report."""

    CREDENTIAL = "credential"
    LEARNING = "learning opportunity"
    ASSESSMENT = "assessment"
    COMPETENCY = "competency"
    FRAMEWORK = "competency framework"
    COLLECTION = "collection"
    OCCUPATION = "occupation"
    TASK = "task"
    ORGANIZATION = "organization"
    PATHWAY = "pathway"
    COMPONENT = "pathway component"
    OFFERING = "scheduled offering"
    CONDITIONS = "condition manifest"
    COSTS = "cost manifest"
    CONDITION = "condition"
    COST = "cost"
    ALIGNMENT = "alignment"
    OTHER = "other"


CREDENTIALS: Final = frozenset(
    (
        "AcademicCertificate",
        "ApprenticeshipCertificate",
        "AssociateDegree",
        "AssociateOfAppliedArtsDegree",
        "AssociateOfAppliedScienceDegree",
        "AssociateOfArtsDegree",
        "AssociateOfScienceDegree",
        "BachelorDegree",
        "BachelorOfArtsDegree",
        "BachelorOfScienceDegree",
        "Badge",
        "BasicTechnicalCertificate",
        "Certificate",
        "CertificateOfCompletion",
        "CertificateOfParticipation",
        "Certification",
        "Credential",
        "Degree",
        "DigitalBadge",
        "Diploma",
        "DoctoralDegree",
        "GeneralEducationDevelopment",
        "GeneralEducationLevel1Certificate",
        "GeneralEducationLevel2Certificate",
        "HigherEducationLevel1Certificate",
        "HigherEducationLevel2Certificate",
        "JourneymanCertificate",
        "License",
        "MasterCertificate",
        "MasterDegree",
        "MasterOfArtsDegree",
        "MasterOfScienceDegree",
        "MicroCredential",
        "OpenBadge",
        "PostBaccalaureateCertificate",
        "PostMasterCertificate",
        "PreApprenticeshipCertificate",
        "ProfessionalCertificate",
        "ProfessionalDoctorate",
        "ProficiencyCertificate",
        "QualityAssuranceCredential",
        "ResearchDoctorate",
        "SecondaryEducationCertificate",
        "SecondarySchoolDiploma",
        "SpecialistDegree",
        "TechnicalLevel1Certificate",
        "TechnicalLevel2Certificate",
        "TechnicalLevel3Certificate",
        "WorkbasedLearningCertificate",
    )
)
"""The subclasses of ``ceterms:Credential``."""

_FAMILIES: Final[Mapping[Family, str]] = {
    Family.CREDENTIAL: " ".join(CREDENTIALS),
    Family.LEARNING: "LearningOpportunityProfile LearningOpportunity LearningProgram Course",
    Family.ASSESSMENT: "AssessmentProfile Assessment",
    Family.COMPETENCY: "Competency RichSkillDescriptor",
    Family.FRAMEWORK: "CompetencyFramework StandardDocument",
    Family.COLLECTION: "Collection",
    Family.OCCUPATION: "Occupation WorkRole Job",
    Family.TASK: "Task MaintenanceTask",
    Family.ORGANIZATION: "Agent Organization CredentialOrganization QACredentialOrganization NonCredentialOrganization"
    " CredentialPerson Person",
    Family.PATHWAY: "Pathway",
    Family.COMPONENT: "PathwayComponent AssessmentComponent BasicComponent CocurricularComponent CompetencyComponent"
    " CourseComponent CredentialComponent ExtracurricularComponent JobComponent SelectionComponent"
    " CollectionComponent MultiComponent WorkExperienceComponent Basic",
    Family.OFFERING: "ScheduledOffering CourseOffering",
    Family.CONDITIONS: "ConditionManifest",
    Family.COSTS: "CostManifest",
    Family.CONDITION: "ConditionProfile ComponentCondition RuleSet RuleSetProfile",
    Family.COST: "CostProfile",
    Family.ALIGNMENT: "CredentialAlignmentObject AlignmentObject",
}
_FAMILY_OF: Final = {name: family for family, names in _FAMILIES.items() for name in names.split()}
_WRAPPED: Final[Mapping[str, str]] = {
    "credential": "Credential",
    "learningopportunity": "LearningOpportunityProfile",
    "learningprogram": "LearningProgram",
    "course": "Course",
    "assessment": "AssessmentProfile",
    "organization": "Organization",
    "competencyframework": "CompetencyFramework",
    "collection": "Collection",
    "pathway": "Pathway",
    "pathwayset": "PathwaySet",
    "conditionmanifest": "ConditionManifest",
    "costmanifest": "CostManifest",
    "occupation": "Occupation",
    "workrole": "WorkRole",
    "job": "Job",
    "task": "Task",
    "scheduledoffering": "ScheduledOffering",
    "transfervalueprofile": "TransferValueProfile",
    "transferintermediary": "TransferIntermediary",
    "conceptscheme": "ConceptScheme",
    "progressionmodel": "ProgressionModel",
    "rubric": "Rubric",
    "datasetprofile": "DataSetProfile",
    "supportservice": "SupportService",
    "verificationserviceprofile": "VerificationServiceProfile",
}
"""The key that wraps a thing in what is sent to the Registry Assistant, and the class of the thing."""

MEMBERS: Final[Mapping[str, str]] = {
    "competencies": "Competency",
    "pathwaycomponents": "BasicComponent",
    "concepts": "Concept",
    "progressionlevels": "ProgressionLevel",
    "rubriccriterion": "RubricCriterion",
    "rubriclevel": "RubricLevel",
    "criterionlevel": "CriterionLevel",
    "collectionmembers": "Member",
}
"""Lists that stand beside the wrapped thing, and the class of their members where they say none."""

_GUESSES: Final = (
    ({"credentialtype"}, "Credential"),
    ({"transfervalue"}, "TransferValueProfile"),
    ({"requiredconditions"}, "ConditionManifest"),
    ({"entryconditions"}, "ConditionManifest"),
    ({"costdetails", "estimatedcosts"}, "CostManifest"),
    ({"costdetails", "estimatedcost"}, "CostManifest"),
    ({"assessmentmethodtype"}, "AssessmentProfile"),
    ({"assessescompetency"}, "AssessmentProfile"),
    ({"learningmethodtype"}, "LearningOpportunityProfile"),
    ({"teachescompetency"}, "LearningOpportunityProfile"),
    ({"competencytext"}, "Competency"),
    ({"hasdestinationcomponent"}, "Pathway"),
)
"""Keys by which a thing without a type is told, in the input of the Registry Assistant."""

_ALIASES: Final[Mapping[str, str]] = {
    "url": "subjectwebpage",
    "webpage": "subjectwebpage",
    "estimatedcosts": "estimatedcost",
    "requiredconditions": "requires",
    "entryconditions": "entrycondition",
    "corequisiteconditions": "corequisite",
    "recommendedconditions": "recommends",
    "teachescompetency": "teaches",
    "assessescompetency": "assesses",
    "owningorganization": "ownedby",
    "owner": "ownedby",
    "creator": "ownedby",
    "title": "name",
    "label": "name",
    "comment": "comment",
    "isparentof": "haschild",
    "hasroot": "hasdestinationcomponent",
    "isrootof": "isdestinationcomponentfor",
    "audiencelevel": "audienceleveltype",
    "targetcompetencies": "targetcompetency",
}
_LANGUAGE_SUFFIX: Final = re.compile(r"_([a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)$")


@lru_cache(maxsize=4_096)
def bare(name: str) -> str:
    """A key or type without its prefix or the address it stands for.

    >>> bare("ceterms:Badge"), bare("https://purl.org/ctdl/terms/name"), bare(":description"), bare("@type")
    ('Badge', 'name', 'description', '@type')
    """
    return re.split(r"[/#:]", name.rstrip("/#"))[-1].strip()


@lru_cache(maxsize=4_096)
def term(key: str) -> tuple[str, str]:
    """The property that a key stands for, in lower case, and the language where the key ends in one.

    >>> term("ceterms:subjectWebpage"), term("Name_Map"), term("Ctid"), term("description_en")
    (('subjectwebpage', ''), ('name', ''), ('ctid', ''), ('description', 'en'))
    """
    name = bare(key)
    for ending in ("_Map", "_map"):
        name = name.removesuffix(ending)
    suffix = _LANGUAGE_SUFFIX.search(name)
    language = suffix[1] if suffix else ""
    name = (name[: suffix.start()] if suffix else name).casefold().lstrip("@")
    return _ALIASES.get(name, name), language


@lru_cache(maxsize=4_096)
def family(kinds: tuple[str, ...]) -> Family:
    """What becomes of a thing of these types; the first that is known decides.

    >>> family(("BachelorDegree",)).value, family(("DataProfile",)).value
    ('credential', 'other')
    """
    return next((_FAMILY_OF[kind] for kind in kinds if kind in _FAMILY_OF), Family.OTHER)


def wrapped(key: str) -> str:
    """The class of what stands under a key of the Registry Assistant's input; empty where it is no such key."""
    return _WRAPPED.get(key.casefold(), "")


def guessed(keys: frozenset[str]) -> str:
    """The class of a thing that doesn't say its type, by its properties; empty where they don't tell."""
    return next((kind for wanted, kind in _GUESSES if wanted <= keys), "")


def words(kind: str) -> str:
    """The name of a class as words.

    >>> words("BachelorOfScienceDegree"), words("MicroCredential"), words("GeneralEducationLevel1Certificate")
    ('bachelor of science degree', 'micro-credential', 'general education level 1 certificate')
    """
    if kind == "MicroCredential":
        return "micro-credential"
    if kind == "LearningOpportunityProfile":
        return "learning opportunity"
    if kind == "AssessmentProfile":
        return "assessment"
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", kind).lower()
