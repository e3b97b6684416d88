"""The storage account that the settings of the trigger's connection name."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from ..settings import CONNECTION, SettingsError, required
from .credentials import Credential, ManagedIdentity, SharedKey
from .rest import Endpoint

# https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection
_SERVICE = f"{CONNECTION}__blobServiceUri"
_CLIENT_ID = f"{CONNECTION}__clientId"

# What the platform sets for an app that has an identity.
_IDENTITY_ENDPOINT = "IDENTITY_ENDPOINT"
_IDENTITY_HEADER = "IDENTITY_HEADER"

_ADDRESS = "an address, https://host or http://host:port/path"


@dataclass(frozen=True)
class Account:
    """The blob service of a storage account, and what lets requests to it pass."""

    endpoint: Endpoint
    credential: Credential

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Account:
        """By connection string where there is one, as the host does, or else by identity; raises SettingsError."""
        if values.get(CONNECTION):
            return cls._of_connection_string(values[CONNECTION])
        service = _endpoint(_SERVICE, required(values, _SERVICE).rstrip("/"))
        identity = _endpoint(_IDENTITY_ENDPOINT, required(values, _IDENTITY_ENDPOINT))
        header = required(values, _IDENTITY_HEADER)
        return cls(service, ManagedIdentity(identity, header, values.get(_CLIENT_ID)))

    @classmethod
    def _of_connection_string(cls, text: str) -> Account:
        """https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string; never shown, as it has the key"""
        pairs = (part.partition("=") for part in text.split(";") if part.strip())
        parts = {name.strip().lower(): value.strip() for name, _, value in pairs}
        missing = [name for name in ("AccountName", "AccountKey") if not parts.get(name.lower())]
        if missing:
            raise SettingsError(
                f"The connection string in the app setting {CONNECTION} has no {' and no '.join(missing)}."
            )
        name = parts["accountname"]
        host = f"{name}.blob.{parts.get('endpointsuffix') or 'core.windows.net'}"
        url = parts.get("blobendpoint") or f"{parts.get('defaultendpointsprotocol') or 'https'}://{host}"
        try:
            key = base64.b64decode(parts["accountkey"], validate=True)
        except binascii.Error:
            raise SettingsError(f"The AccountKey in the app setting {CONNECTION} is no base64.") from None
        endpoint = Endpoint.of(url.rstrip("/"))
        if endpoint is None:
            raise SettingsError(f"The BlobEndpoint in the app setting {CONNECTION} is not {_ADDRESS}.")
        return cls(endpoint, SharedKey(name, key))


def _endpoint(setting: str, url: str) -> Endpoint:
    endpoint = Endpoint.of(url)
    if endpoint is None:
        raise SettingsError(f"The app setting {setting} has {url!r}: allowed is {_ADDRESS}.")
    return endpoint
