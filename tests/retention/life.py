"""A repository that lives by a contract: pushes, retags, deployments, rollbacks, days, and ECR's lifecycle runs.

It shares nothing with the verifier but the evaluator: what may happen is written down here once more.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from retention.contract import Contract, Mutability
from retention.evaluate import evaluate
from retention.fate import Outcome
from retention.globs import Glob
from retention.model import Image, Policy, StorageClass


@dataclass
class Life:
    """Things happen at random. `lost` becomes the first image in use that ECR acts on."""

    policy: Policy
    contract: Contract
    random: Random
    now: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    images: dict[str, Image] = field(default_factory=dict)
    in_use: str | None = None
    deployed: list[str] = field(default_factory=list)
    lost: str | None = None
    pushed: int = 0

    def step(self) -> None:
        """Let one thing happen, and perhaps ECR run."""
        self.now += timedelta(seconds=1)
        self.random.choice([self.push, self.push, self.push, self.retag, self.deploy, self.roll_back, self.pass_days])()
        if self.random.random() < 0.5:
            self.run()

    def push(self) -> None:
        """Push an image with tags that the contract lets pushes have."""
        if len(self.images) >= self.contract.most_images:
            return
        digest = f"sha256:{self.pushed + 1:064x}"
        self.images[digest] = Image(digest, (), self.now)
        for tag in [self.some_tag() for _ in range(self.random.randint(1, 3))]:
            if self.may_be_pushed(tag) and self.may_get(tag):
                self.give(digest, tag)
        if self.images[digest].tags or self.contract.pushed_untagged:
            self.pushed += 1
        else:
            del self.images[digest]

    def retag(self) -> None:
        """Put one more tag on an image, such as pushes or images in use have."""
        tag = self.some_tag()
        is_promised = any(Glob.of_pattern(pattern).selects(tag) for pattern in self.contract.in_use)
        if self.images and (is_promised or self.may_be_pushed(tag)) and self.may_get(tag):
            self.give(self.random.choice(list(self.images)), tag)

    def deploy(self) -> None:
        """Bring an image into use in place of the one before. What is promised of it is made true first."""
        live = [image for image in self.images.values() if image.storage_class is StorageClass.STANDARD]
        if live:
            self.use(self.random.choice(live).digest)

    def roll_back(self) -> None:
        """Bring an image that was in use before into use again."""
        there = [
            digest
            for digest in self.deployed
            if digest in self.images and self.images[digest].storage_class is StorageClass.STANDARD
        ]
        if there:
            self.use(self.random.choice(there))

    def pass_days(self) -> None:
        """Let days go by. Tasks run on, and pull nothing."""
        self.now += timedelta(days=self.random.choice([1, 1, 2, 5]))

    def run(self) -> None:
        """Let ECR do what it does."""
        for digest, fate in evaluate(self.policy, self.images.values(), self.now).items():
            if fate.action is Outcome.KEEP:
                continue
            if digest == self.in_use and self.lost is None:
                self.lost = digest
            if fate.action is Outcome.EXPIRE:
                del self.images[digest]
            else:
                archived = {"storage_class": StorageClass.ARCHIVE, "last_archived_at": self.now}
                self.images[digest] = replace(self.images[digest], **archived)  # type: ignore[arg-type]
        if self.in_use not in self.images or self.images[self.in_use].storage_class is StorageClass.ARCHIVE:
            self.in_use = None

    def use(self, digest: str) -> None:
        """Make an image the one in use, if all promises can be kept."""
        before, self.in_use = self.in_use, None
        for pattern in self.contract.in_use:
            glob = Glob.of_pattern(pattern)
            if any(glob.selects(tag) for tag in self.images[digest].tags):
                continue
            tag = self.instance(glob)
            if not self.may_get(tag):
                break
            self.give(digest, tag)
        if self.keeps_promise(self.images[digest].tags):
            self.in_use = digest
            self.deployed.append(digest)
            self.images[digest] = replace(self.images[digest], last_pulled_at=self.now)
        elif before in self.images and self.keeps_promise(self.images[before].tags):
            self.in_use = before

    def keeps_promise(self, tags: tuple[str, ...]) -> bool:
        """Whether an image with `tags` has what an image in use has."""
        return all(any(glob.selects(tag) for tag in tags) for glob in map(Glob.of_pattern, self.contract.in_use))

    def some_tag(self) -> str:
        """A tag that some rule or promise may speak of."""
        globs = [glob for rule in self.policy.rules for glob in rule.globs] + list(self.contract.globs)
        return self.instance(self.random.choice(globs))

    def instance(self, glob: Glob) -> str:
        """A tag that `glob` selects; it may be one that there is already."""
        tag = glob.parts[0]
        for part in glob.parts[1:]:
            tag += "".join(self.random.choices("ab0", k=self.random.randint(0, 2))) + part
        return tag

    def may_be_pushed(self, tag: str) -> bool:
        """Whether pushes have such tags."""
        return tag != "" and any(Glob.of_pattern(pattern).selects(tag) for pattern in self.contract.pushed)

    def may_get(self, tag: str) -> bool:
        """Whether `tag` is free, or may move, and then not from the image in use if it needs it."""
        holder = next((image for image in self.images.values() if tag in image.tags), None)
        if not tag or holder is None:
            return tag != ""
        excluded = any(Glob.of_pattern(pattern).selects(tag) for pattern in self.contract.exclusions)
        movable = {
            Mutability.MUTABLE: True,
            Mutability.IMMUTABLE: False,
            Mutability.MUTABLE_WITH_EXCLUSION: not excluded,
            Mutability.IMMUTABLE_WITH_EXCLUSION: excluded,
        }[self.contract.mutability]
        left = tuple(each for each in holder.tags if each != tag)
        return movable and (holder.digest != self.in_use or self.keeps_promise(left))

    def give(self, digest: str, tag: str) -> None:
        """Put a tag on an image, and take it from the one that has it."""
        for other in list(self.images.values()):
            if tag in other.tags:
                self.images[other.digest] = replace(other, tags=tuple(each for each in other.tags if each != tag))
        image = self.images[digest]
        self.images[digest] = replace(image, tags=(*image.tags, tag))
