"""boto3 clients for the embedded AWS, and nothing but the embedded AWS."""

import json
import os
import threading
from collections.abc import Mapping
from typing import Any

from splitctl.errors import UserError
from splitctl.sandbox.provider.secrecy import Bag, Secrets
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties, plain_map, without_notes

# What the sandbox acts on, and what it knowingly does without: credentials are the sandbox's own, its account is
# nobody's, and its metadata service is switched off.
_ACTED_ON = frozenset({"region", "defaultTags"})
_WITHOUT_MEANING = frozenset(
    {"accessKey", "allowedAccountIds", "forbiddenAccountIds", "maxRetries", "profile", "secretKey", "token"}
    | {"sharedConfigFiles", "sharedCredentialsFiles", "skipCredentialsValidation", "skipMetadataApiCheck"}
    | {"skipRegionValidation", "skipRequestingAccountId", "version"}
)


def configuration_problems(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The provider settings that the sandbox neither acts on nor can leave aside, each with the reason."""
    unknown = [key for key in without_notes(config) if key not in _ACTED_ON | _WITHOUT_MEANING]
    reason = "the sandbox's aws provider does not act on this setting; it would behave unlike the real one"
    return [(key, reason) for key in sorted(unknown)]


class Session:
    """Where the provider's calls go: one region by default, and the tags that every resource gets."""

    def __init__(self, settings: Bag) -> None:
        """Take the provider's settings. Raises UserError if there is no region."""
        config = plain_map(settings)
        self.secrets = Secrets.among(settings)
        self.region = config.get("region") or os.environ.get("AWS_REGION", "")
        if not self.region:
            raise UserError("no region: run `pulumi config set aws:region eu-west-1`")
        tags = config.get("defaultTags") or {}
        if isinstance(tags, str):  # provider settings come as JSON texts
            tags = json.loads(tags)
        self.default_tags: dict[str, str] = tags.get("tags") or {}
        self._boto3: Any = None
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, region: str | None = None) -> Any:
        """A client for `service` in `region`, default: the provider's. Made once: making one takes a while."""
        import boto3  # noqa: PLC0415 - half a second that a preview without reads does not need
        from botocore.config import Config  # noqa: PLC0415

        key = (service, region or self.region)
        with self._lock:
            if self._boto3 is None:  # one for all: each reads anew what AWS's endpoints are
                self._boto3 = boto3.session.Session()
            if key not in self._clients:
                self._clients[key] = self._boto3.client(
                    service,
                    region_name=key[1],
                    endpoint_url=os.environ["AWS_ENDPOINT_URL"],
                    config=Config(retries={"mode": "standard", "max_attempts": 3}),
                )
            return self._clients[key]

    def tagged(self, inputs: Properties) -> Properties:
        """`inputs` with the provider's default tags beneath its own."""
        own = inputs.get("tags") or {}
        tags = self.default_tags | own if isinstance(own, dict) else own  # in a preview they may be unknown
        return inputs | {"tags": tags} if tags else inputs

    def shown(self, inputs: Properties, state: Properties) -> Properties:
        """`state` with `tagsAll` as AWS has them and `tags` without those that come from the default tags."""
        if "tags" not in state:
            return state
        own, everything = inputs.get("tags") or {}, state["tags"]
        tags = {k: v for k, v in everything.items() if k in own or self.default_tags.get(k) != v}
        return state | {"tags": tags, "tagsAll": everything}

    def default_tags_changed(self, old_state: Properties, new: Properties) -> bool:
        """Whether the default tags beneath a resource's own tags are others than it was last given."""
        if "tagsAll" not in old_state or new.get("tags") == UNKNOWN:
            return False
        old_own: Plain = old_state.get("tags") or {}
        before = {k: v for k, v in old_state["tagsAll"].items() if k not in old_own}
        own = new.get("tags") or {}
        return before != {k: v for k, v in self.default_tags.items() if k not in own}
