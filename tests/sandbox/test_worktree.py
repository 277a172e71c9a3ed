"""Commands run in a copy of the working tree, and the tree itself stays as it was."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from splitctl.sandbox.worktree import WorkingTree, project_folder


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular."""
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.com"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with a tracked, an untracked and an ignored file, and a project in a folder."""
    root = tmp_path / "tree"
    (root / "app").mkdir(parents=True)
    (root / "app/Pulumi.yaml").write_text("name: app\n")
    (root / ".gitignore").write_text("ignored\n.venv\n")
    (root / "tracked").write_text("1")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    (root / "untracked").write_text("1")
    (root / "ignored").write_text("1")
    (root / ".venv").mkdir()
    return root


def test_the_copy_is_what_git_would_keep(tree: Path, tmp_path: Path) -> None:
    """Tracked and untracked files are copied, ignored ones are not, environments are linked."""
    copy = WorkingTree.around(tree / "app").copy_into(tmp_path / "work")
    assert [".gitignore", ".venv", "app", "tracked", "untracked"] == sorted(each.name for each in copy.iterdir())
    assert tree / ".venv" == (copy / ".venv").readlink()
    assert "name: app\n" == (copy / "app/Pulumi.yaml").read_text()


def test_what_a_command_writes_stays_in_the_copy(tree: Path, tmp_path: Path) -> None:
    """The tree does not change, and a later command of the same world finds what an earlier one wrote."""
    before = git(tree, "status", "--porcelain", "--ignored")
    copy = WorkingTree(tree).copy_into(tmp_path / "work")
    (copy / "tracked").write_text("by a command")
    (copy / "made").write_text("by a command")
    again = WorkingTree(tree).copy_into(tmp_path / "work")
    assert copy == again
    assert "by a command" == (copy / "tracked").read_text() == (copy / "made").read_text()
    assert before == git(tree, "status", "--porcelain", "--ignored")
    assert "1" == (tree / "tracked").read_text()


def test_what_the_user_changes_comes_through(tree: Path, tmp_path: Path) -> None:
    """An edit, a new file and a deletion in the tree reach the copy, over what a command wrote there."""
    copy = WorkingTree(tree).copy_into(tmp_path / "work")
    (copy / "tracked").write_text("by a command")
    (tree / "tracked").write_text("by the user")
    (tree / "new").write_text("new")
    (tree / "untracked").unlink()
    WorkingTree(tree).copy_into(tmp_path / "work")
    assert "by the user" == (copy / "tracked").read_text()
    assert (copy / "new").exists()
    assert not (copy / "untracked").exists()


def test_a_deleted_tracked_file_is_no_stumbling_block(tree: Path, tmp_path: Path) -> None:
    """It is still listed by git; the copy does without."""
    (tree / "tracked").unlink()
    assert not (WorkingTree(tree).copy_into(tmp_path / "work") / "tracked").exists()


def test_links_stay_links(tree: Path, tmp_path: Path) -> None:
    """A link is copied as such, even one that leads nowhere."""
    (tree / "link").symlink_to("nowhere")
    assert Path("nowhere") == (WorkingTree(tree).copy_into(tmp_path / "work") / "link").readlink()


def test_without_git_the_project_is_the_tree(tmp_path: Path) -> None:
    """Outside of a checkout the folder with Pulumi.yaml is copied, caches and environments left out."""
    root = tmp_path / "project"
    (root / "deep/er").mkdir(parents=True)
    (root / "__pycache__").mkdir()
    (root / "__pycache__/x").touch()
    (root / "Pulumi.yaml").write_text("name: x\n")
    tree = WorkingTree.around(root / "deep/er")
    assert root == tree.root == project_folder(root / "deep/er")
    assert ["Pulumi.yaml"] == sorted(each.name for each in tree.copy_into(tmp_path / "work").iterdir())


Change = Callable[[Path], object]


def into_folder(path: Path) -> None:
    """Make a folder with a file in the place of whatever is there."""
    path.unlink()
    path.mkdir()
    (path / "inner").write_text("1")


def into_file(path: Path) -> None:
    """Make a file in the place of a folder."""
    shutil.rmtree(path)
    path.write_text("file")


def into_link(path: Path) -> None:
    """Make a link in the place of a folder."""
    shutil.rmtree(path)
    path.symlink_to("tracked")


def content(folder: Path) -> dict[str, str]:
    """Every file and link below a folder, environments left out, and what it says."""
    found = (each for each in folder.rglob("*") if each.is_symlink() or each.is_file())
    named = {str(each.relative_to(folder)): each for each in found if each.name not in (".venv", "ignored")}
    return {
        name: f"-> {each.readlink()}" if each.is_symlink() else each.read_text()
        for name, each in named.items()
        if ".git/" not in name and ".venv/" not in name
    }


@pytest.mark.parametrize(
    ("place", "change"),
    [("untracked", into_folder), ("app", into_file), ("app", into_link), ("nested", shutil.rmtree)],
)
def test_the_copy_follows_every_change_of_kind(tree: Path, tmp_path: Path, place: str, change: Change) -> None:
    """File, folder, link, checkout within the checkout: whatever becomes of one, the copy is the same afterwards."""
    (tree / "nested").mkdir()
    git(tree / "nested", "init", "-q")
    (tree / "nested/file").write_text("1")
    copy = WorkingTree(tree).copy_into(tmp_path / "work")
    assert content(tree) == content(copy)
    (tree / "nested/file").write_text("edited")
    change(tree / place)
    WorkingTree(tree).copy_into(tmp_path / "work")
    assert content(tree) == content(copy)


def test_nothing_is_deleted_through_a_link(tree: Path, tmp_path: Path) -> None:
    """An environment that git listed for a while is linked from the copy, and stays whole when git lists it no more."""
    (tree / ".venv/python").write_text("the user's own")
    work = tmp_path / "work"
    WorkingTree(tree).copy_into(work)
    for ignored in ("ignored\n", "ignored\n.venv\n"):
        (tree / ".gitignore").write_text(ignored)
        WorkingTree(tree).copy_into(work)
    assert "the user's own" == (tree / ".venv/python").read_text()
    # The same after a kill between the copying of a link and the record of it.
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "Pulumi.yaml").write_text("the user's own")
    (record,) = work.glob("*/manifest.json")
    before = record.read_text()
    shutil.rmtree(tree / "app")
    (tree / "app").symlink_to(outside)
    WorkingTree(tree).copy_into(work)
    record.write_text(before)
    WorkingTree(tree).copy_into(work)
    assert "the user's own" == (outside / "Pulumi.yaml").read_text()


def test_a_copy_is_known_from_within(tree: Path, tmp_path: Path) -> None:
    """From any folder of it, though git does not see it as a checkout; the tree itself is no copy."""
    work = tmp_path / "work"
    copy = WorkingTree.around(tree).copy_into(work)
    for folder in (copy, copy / "app"):
        assert WorkingTree(copy) == WorkingTree.of_copy(folder, work)
    for folder in (tree, work, copy.parent):
        assert WorkingTree.of_copy(folder, work) is None


def test_a_link_that_leads_out_is_a_file_of_its_own(tree: Path, tmp_path: Path) -> None:
    """What a command writes there stays in the copy; what the user writes there comes through."""
    outside = tmp_path / "outside.yaml"
    outside.write_text("1")
    (tree / "Pulumi.prod.yaml").symlink_to(outside)
    copy = WorkingTree(tree).copy_into(tmp_path / "work")
    (copy / "Pulumi.prod.yaml").write_text("by a command")
    assert "1" == outside.read_text()
    outside.write_text("by the user")
    WorkingTree(tree).copy_into(tmp_path / "work")
    assert "by the user" == (copy / "Pulumi.prod.yaml").read_text()


def test_gits_own_variables_do_not_mislead(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a hook they name the hook's repository, and a folder of it as the top."""
    monkeypatch.setenv("GIT_DIR", str(tree / ".git"))
    assert tree == WorkingTree.around(tree / "app").root


def test_a_checkout_within_a_project_is_not_the_tree(tree: Path) -> None:
    """Something that a project has checked out below itself does not hide the rest of it."""
    (tree / "app/vendored").mkdir()
    git(tree / "app/vendored", "init", "-q")
    assert tree / "app" == WorkingTree.around(tree / "app/vendored").root


def test_a_machine_without_git_has_projects(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest Pulumi.yaml is the tree then."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert tree / "app" == WorkingTree.around(tree / "app").root
