"""Commands run in a copy of the working tree, and the tree itself stays as it was."""

import subprocess
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


def test_a_folder_may_come_in_a_files_place(tree: Path, tmp_path: Path) -> None:
    """And a file in a folder's."""
    copy = WorkingTree(tree).copy_into(tmp_path / "work")
    (tree / "untracked").unlink()
    (tree / "untracked").mkdir()
    (tree / "untracked/inner").write_text("1")
    WorkingTree(tree).copy_into(tmp_path / "work")
    assert "1" == (copy / "untracked/inner").read_text()


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
