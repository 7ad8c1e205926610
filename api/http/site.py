"""The page at /, where a learner picks what they hold and sees the next steps."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
