"""What other sites and e-mails show: fragment, strip, stable links, blocks, and the signed click."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
