"""aws:index/getRegion:getRegion."""

from splitctl.errors import UserError
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.regions import known_regions
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class OneRegion(Lookup):
    """The region of a name or an EC2 endpoint, by default the provider's own.

    https://docs.aws.amazon.com/general/latest/gr/rande.html.
    """

    token = "aws:index/getRegion:getRegion"

    def answer(self, session: Session, asked: Properties) -> Properties:
        wanted = {key: asked[key] for key in ("endpoint", "name", "region") if asked.get(key)}
        if not wanted:
            wanted = {"region": session.region}
        for region in known_regions():
            shown = {
                "description": region.description,
                "endpoint": region.ec2_endpoint,
                "id": region.name,
                "name": region.name,
                "region": region.name,
            }
            if wanted.items() <= shown.items():
                return shown
        told = ", ".join(f"{key} {value!r}" for key, value in wanted.items())
        raise UserError(f"AWS has no region of {told}: name one such as eu-west-1, or none for the provider's own")
