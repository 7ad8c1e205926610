"""How words of job titles are shortened in advertisements."""

from __future__ import annotations

from typing import Final

ABBREVIATIONS: Final = {
    "acct": "accountant", "accts": "accounts", "admin": "administrator", "anal": "analyst", "app": "application",
    "apps": "applications", "appr": "apprentice", "asst": "assistant", "assoc": "associate", "asc": "associate",
    "atty": "attorney", "avp": "assistant vice president", "ba": "business analyst",
    "bdm": "business development manager", "cna": "certified nursing assistant", "comms": "communications",
    "coord": "coordinator", "cust": "customer", "dba": "database administrator", "dept": "department",
    "dev": "developer", "dir": "director", "div": "division", "elec": "electrical", "eng": "engineer",
    "engg": "engineering", "engr": "engineer", "evp": "executive vice president", "exec": "executive",
    "fin": "finance", "fwd": "forward", "gm": "general manager", "gp": "general practitioner", "govt": "government",
    "hca": "healthcare assistant", "hgv": "heavy goods vehicle", "hr": "human resources",
    "hvac": "heating ventilation air conditioning", "info": "information", "insp": "inspector", "instr": "instructor",
    "intl": "international", "lpn": "licensed practical nurse", "lvn": "licensed vocational nurse",
    "maint": "maintenance", "mech": "mechanical", "med": "medical", "mfg": "manufacturing", "mgmt": "management",
    "mgr": "manager", "mktg": "marketing", "mngr": "manager", "natl": "national", "ops": "operations",
    "oper": "operator", "org": "organizational", "pr": "public relations", "prod": "production", "prof": "professor",
    "prog": "programmer", "pt": "physical therapist", "qa": "quality assurance", "qc": "quality control",
    "rcvg": "receiving", "recept": "receptionist", "rep": "representative", "reps": "representatives",
    "rn": "registered nurse", "sci": "scientist", "sec": "secretary", "spec": "specialist", "sr": "senior",
    "jr": "junior", "snr": "senior", "jnr": "junior", "supv": "supervisor", "supvr": "supervisor", "svc": "service",
    "svcs": "services", "swe": "software engineer", "sys": "systems", "tech": "technician",
    "telecom": "telecommunications", "univ": "university", "ux": "user experience", "ui": "user interface",
    "vp": "vice president", "svp": "senior vice president", "whse": "warehouse", "wkr": "worker",
}  # fmt: skip
"""Shortened words by what they mostly stand for; those that stand for several jobs ("PA", "OT") are left out."""
