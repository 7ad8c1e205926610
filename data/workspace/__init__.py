"""The workspace: one folder with everything of the embedded default, changed by one writer in whole steps."""

from data.workspace.folder import Workspace, locate
from data.workspace.parts import PartInfo

__all__ = ["PartInfo", "Workspace", "locate"]
