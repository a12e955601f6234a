"""What a JupyterHub needs to know of the desks: add it to your jupyterhub_config.py, or load it from there with
load_subconfig("/path/to/this/file").

CLEANCLAIM_HUB_TOKEN: a secret of hub and desks (make one with `openssl rand -hex 32`).
CLEANCLAIM_ADDRESS: what learners type to reach the desks.
"""

import os

c = get_config()  # noqa: F821  (JupyterHub gives it)
c.JupyterHub.services = [
    {
        "name": "desks",
        "api_token": os.environ["CLEANCLAIM_HUB_TOKEN"],
        "oauth_client_id": "service-desks",
        "oauth_redirect_uri": os.environ["CLEANCLAIM_ADDRESS"].rstrip("/") + "/from-hub/back",
        "oauth_no_confirm": True,  # the desks are yours: nobody need be asked whether they may know who he is
        "display": False,
    }
]
c.JupyterHub.load_roles = [{"name": "user", "scopes": ["self", "access:services!service=desks"]}]
