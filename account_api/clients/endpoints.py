"""A client's profile."""

from fastapi import APIRouter

from account_api.clients import service
from account_api.clients.access import VisibleClient
from account_api.clients.contract import ClientPublic

router = APIRouter(tags=["clients"])


@router.get("/clients/{client_id}")
def profile(client: VisibleClient) -> ClientPublic:
    """What the firm knows of this client, the name masked."""
    return service.public(client)
