"""A registered LMS as the library asks for it."""

from typing import Any

from pylti1p3.deployment import Deployment
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.tool_config import ToolConfAbstract

from sim.classroom.lti.registering.platforms import Platform, deployments_of
from sim.classroom.lti.connection.tool_keys import tool_key
from sim.classroom.records.records import Records


def registration_of(records: Records, platform: Platform) -> Registration:
    """The library's registration of one LMS, with the tool's key."""
    key, made = tool_key(records), Registration()
    made.set_issuer(platform.issuer).set_client_id(platform.client_id)
    made.set_auth_login_url(platform.log_in).set_auth_token_url(platform.token).set_key_set_url(platform.keys)
    if platform.audience:
        made.set_auth_audience(platform.audience)
    return made.set_tool_private_key(key.private).set_tool_public_key(key.public)


class Registered(ToolConfAbstract[Request]):
    """The LMS that a log-in was begun with, as the library asks for it: by issuer and client ID, and by deployment."""

    def __init__(self, records: Records, platform: Platform) -> None:
        self.records, self.platform = records, platform

    def check_iss_has_one_client(self, iss: str) -> bool:
        """Never asked for by the issuer alone: two schools of one Canvas share it."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        return True

    def find_registration_by_issuer(self, iss: str, *_: Any, **__: Any) -> Any:
        return None

    def find_registration_by_params(self, iss: str, client_id: str, *_: Any, **__: Any) -> Any:
        asked = (iss, client_id or self.platform.client_id)
        same = asked == (self.platform.issuer, self.platform.client_id)
        return registration_of(self.records, self.platform) if same else None

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        return None

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *_: Any, **__: Any
    ) -> Deployment | None:
        known = deployment_id in deployments_of(self.records, self.platform.platform)
        return Deployment().set_deployment_id(deployment_id) if known else None
