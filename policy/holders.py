"""Who holds which policies in a stack: roles, users and groups, of this stack and of others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iam import Document, Unknown
from policy.managed import aws_managed
from policy.model import GROUP, MANAGED_POLICY, ROLE, UNKNOWN, USER, Resource

_INLINE = {
    "aws:iam/rolePolicy:RolePolicy": {"role": ROLE},
    "aws:iam/userPolicy:UserPolicy": {"user": USER},
    "aws:iam/groupPolicy:GroupPolicy": {"group": GROUP},
}
_ATTACHMENT_OF_ANY = "aws:iam/policyAttachment:PolicyAttachment"
_ATTACHMENTS = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {"role": ROLE},
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": {"user": USER},
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": {"group": GROUP},
    _ATTACHMENT_OF_ANY: {"roles": ROLE, "users": USER, "groups": GROUP},
}


@dataclass(frozen=True)
class Holder:
    """A principal, with all that this stack lets it do."""

    name: str
    """Its name in the program, or in IAM if it is no part of this stack."""
    urn: str
    """What a finding points at: the principal, or one that is elsewhere, the first of its policies."""
    name_in_iam: str
    """Its name in IAM, as far as that is known."""
    arn: str | Unknown
    documents: tuple[Document, ...]
    boundary: Document | None = None
    resource: Resource | None = None
    """None if it is no part of this stack."""
    nameless: bool = False
    """Whether it is not known who it is: it may be any of the others, too."""

    @property
    def is_group(self) -> bool:
        """Whether it is a group: those who push are its users, whoever they are."""
        return self.resource is not None and self.resource.type == GROUP


def given(resource: Resource, prop: str) -> Any:
    """The value of an input. None if the program left it out.

    What the provider will choose is unknown in a preview, as what another resource will tell: only the latter has a
    source. And what it found in a refresh is what there was, and not what is wanted.
    """
    if resource.inputs is not None and prop not in resource.inputs:
        return None
    value = resource.props.get(prop)
    return None if value is UNKNOWN and not resource.sources.get(prop) else value


def holders(resources: Sequence[Resource]) -> list[Holder]:
    """List who holds policies, in the order of their URNs."""
    return sorted(_Stack(resources).holders(), key=lambda each: (each.urn, each.name))


class _Stack:
    """The resources of a stack, and what is attached to what."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        self.policies = [each for each in resources if each.type == MANAGED_POLICY]
        self.principals = [each for each in resources if each.type in (ROLE, USER, GROUP)]
        self.by_urn = {each.urn: each for each in self.principals}
        self.by_name: defaultdict[tuple[str, str], list[Resource]] = defaultdict(list)
        for each in self.principals:
            for name in (each.props.get("name"), each.props.get("arn")):
                if isinstance(name, str):
                    self.by_name[each.type, name].append(each)
        self.held: defaultdict[str, list[Document]] = defaultdict(list)
        """By the URN of a principal of this stack."""
        self.foreign: defaultdict[tuple[str, str], list[tuple[Resource, Document]]] = defaultdict(list)
        """By the kind and name of a principal of another stack: each with what attaches it."""

    def holders(self) -> Iterator[Holder]:
        for each in self.resources:
            self._attach(each, _INLINE, lambda one: Document.parse(one.name, one.props.get("policy", UNKNOWN)))
            self._attach(each, _ATTACHMENTS, lambda one: self._managed(one, one.props.get("policyArn", UNKNOWN)))
        for principal in self.principals:
            arn = principal.props.get("arn", UNKNOWN)
            yield Holder(
                name=principal.name,
                urn=principal.urn,
                name_in_iam=_text(principal.props.get("name")) or "*",
                arn=arn if isinstance(arn, str) else UNKNOWN,
                documents=(*self.held[principal.urn], *self._own(principal)),
                boundary=self._boundary(principal),
                resource=principal,
            )
        for (_, key), found in self.foreign.items():
            first = min((each for each, _ in found), key=lambda one: one.urn)
            nameless = not key or "urn:pulumi:" in key
            name = first.name if nameless else key
            documents = tuple(document for _, document in found)
            yield Holder(name, first.urn, name, UNKNOWN, documents, nameless=nameless)

    def _attach(self, attaching: Resource, kinds: Mapping[str, Mapping[str, str]], read: Any) -> None:
        for prop, kind in kinds.get(attaching.type, {}).items():
            # Only the kind that takes all three may leave some out.
            optional = attaching.type == _ATTACHMENT_OF_ANY
            value = attaching.props.get(prop) if optional else attaching.props.get(prop, UNKNOWN)
            for name in _list(value) if optional else [value]:
                document = read(attaching)
                principals = self._found(kind, name, attaching.sources.get(prop, ()))
                for principal in principals:
                    self.held[principal.urn].append(document)
                if not principals:
                    # Whose a policy is may not be known: those whose principals come from the same place are one's.
                    key = name if isinstance(name, str) else " ".join(sorted(attaching.sources.get(prop, ())))
                    self.foreign[kind, key].append((attaching, document))

    def _found(self, kind: str, name: Any, sources: Sequence[str]) -> list[Resource]:
        """The principals of this stack that `name` may be."""
        linked = [each for urn in sources if (each := self.by_urn.get(urn)) and each.type == kind]
        if not isinstance(name, str):
            return linked
        named = self.by_name.get((kind, name), [])
        return [each for each in named if each in linked] or named

    def _own(self, principal: Resource) -> Iterator[Document]:
        """What a role says of its own policies. A refresh lists there what other resources attach, too."""
        held = self.held[principal.urn]
        for index, entry in enumerate(_list(given(principal, "inlinePolicies"))):
            text = entry.get("policy") if isinstance(entry, Mapping) else UNKNOWN
            if text in (None, ""):
                continue  # how a program says that there are none: https://github.com/pulumi/pulumi-aws/issues/4050
            document = Document.parse(f"{principal.name}.inlinePolicies[{index}]", text)
            if document.flaw or document.statements not in [each.statements for each in held]:
                yield document
        arns = _list(given(principal, "managedPolicyArns"))
        for arn in arns:
            document = self._managed(principal, arn, "managedPolicyArns", alone=len(arns) == 1)
            if document not in held:
                yield document

    def _boundary(self, principal: Resource) -> Document | None:
        arn = given(principal, "permissionsBoundary")
        return None if arn in (None, "") else self._managed(principal, arn, "permissionsBoundary")

    def _managed(self, user: Resource, arn: Any, prop: str = "policyArn", *, alone: bool = True) -> Document:
        """Read the managed policy of this ARN, which a property of `user` names, `alone` or beside others."""
        sources = user.sources.get(prop, ()) if alone else ()
        # Only one source can say which policy an unknown ARN is of.
        source = sources[0] if len(sources) == 1 and not isinstance(arn, str) else None
        found = [
            each
            for each in self.policies
            if source == each.urn or (isinstance(arn, str) and arn == each.props.get("arn"))
        ]
        if len(found) == 1:
            return Document.parse(found[0].name, found[0].props.get("policy", UNKNOWN))
        if not isinstance(arn, str):
            return Document.unknown(user.name, "which managed policy it is cannot be told before the update")
        return aws_managed(arn) or Document.unknown(arn.rsplit("/", 1)[-1], "it is no part of this stack")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [UNKNOWN]
