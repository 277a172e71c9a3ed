"""Where commands push to, by what a shell makes of them."""

import pytest

from tests.policy.buildspecs import pushed

LIST = "REPOSITORIES=(shop-a shop-b)"
# Commands, each separately in a buildspec, and where they push to; `*` is what nothing tells.
VALUES: dict[str, tuple[list[str], set[str]]] = {
    "plain": (["docker push shop:1"], {"shop:1"}),
    "in-the-middle": (["A=a; C=c; docker push $A.b.$C.d:$A-$C"], {"a.b.c.d:a-c"}),
    "no-variable": (["A=a; docker push '$'A\\$A"], {"$A$A"}),
    "quotes": (["docker push 'shop'\"-prod\":1"], {"shop-prod:1"}),
    "escapes": (["docker push shop\\-prod"], {"shop-prod"}),
    "line-continued": (["docker \\\n  push \\\n  shop"], {"shop"}),
    "block-scalar": (["X=shop\ndocker push $X-a\ndocker push $X-b\n"], {"shop-a", "shop-b"}),
    "across-commands": (["X=shop", "docker push ${X}-prod"], {"shop-prod"}),
    "set-nowhere": (["docker push $X-prod"], {"*-prod"}),
    "made-empty": (["X=", "docker push shop$X"], {"shop"}),
    "unset": (["X=a; unset X; docker push shop$X"], {"shop"}),
    "exported": (["export X=shop Y", "docker push $X"], {"shop"}),
    "declared": (["declare -x X=shop; readonly Y=-A; docker push $X$Y"], {"shop-A"}),
    "set-to-a-value": (["Y='a  b'; X=$Y; docker push \"$X\""], {"a  b"}),
    "appended": (["X=shop; X+=-prod; docker push $X"], {"shop-prod"}),
    "by-default": (["docker push ${X:-shop}"], {"shop"}),
    "default-not-needed": (["X=shop; docker push ${X:-other}"], {"shop"}),
    "default-for-the-unknown": (["X=$(cat f); docker push ${X:-shop}"], {"*"}),
    "default-that-stays": ([": ${X:=shop}", "docker push $X"], {"shop"}),
    "nested-default": (["docker push ${X:-${Y:-shop}-prod}"], {"shop-prod"}),
    "default-for-the-empty": (["X=; docker push shop${X:--prod}; docker push a${X-b}"], {"shop-prod", "a*"}),
    "alternative": (["X=1; docker push shop${X:+-prod}${Y:+-old}"], {"shop-prod"}),
    "without-end": (["X=host/shop:1; docker push ${X%:*} && docker push ${X%%/*}"], {"host/shop", "host"}),
    "without-a-quoted-end": (['X=a-b; docker push ${X%"-b"}; docker push ${X%"*"}'], {"a", "*"}),
    "without-beginning": (["X=a/b/c; docker push ${X#*/} && docker push ${X##*/}"], {"b/c", "c"}),
    "replaced": (["X=a/b/c; docker push ${X/\\//-}; docker push ${X//b/x}"], {"*", "a/x/c"}),
    "cut-out": (["X=abcdef; docker push ${X:2:3}; docker push ${X:4}"], {"cde", "ef"}),
    "lower-case": (["X=Shop; docker push ${X,,}"], {"shop"}),
    "demanded": (["docker push shop${X:?is not set}", "Y=-prod; docker push shop${Y:?}"], {"shop*", "shop-prod"}),
    "in-c-quotes": (["docker push $'shop'; docker push $'sh\\x6fp'"], {"shop", "*"}),
    "appended-to-the-unknown": (["X+=-prod; docker push shop$X"], {"shop*"}),
    "element-set": (["X=(a b); X[0]=$(docker push c); docker push ${X[1]}"], {"*", "c"}),
    "element-of-a-text": (["X=shop; docker push ${X[0]}; docker push b-${X[1]}"], {"shop", "b-*"}),
    "without-what-is-escaped": (["X=a*b; docker push ${X%\\**}"], {"*"}),
    "changed-by-arithmetic": (["X=1; ((X++)); docker push shop:$X"], {"shop:*"}),
    "read": (["X=a; read -r X Y; docker push $X"], {"*"}),
    "pointed-at": (["A=shop; X=A; docker push ${!X}"], {"shop"}),
    "pointed-at-the-unknown": (["X=A; docker push shop${!X}; docker push a${!Y}"], {"shop*", "a*"}),
    "cut-of-the-unknown": (["docker push shop:${X:0:7}"], {"shop:*"}),
    "printed-by-a-command": (["docker push shop-$(cat name)"], {"shop-*"}),
    "in-backquotes": (["docker push shop-`cat name`"], {"shop-*"}),
    "an-account": (["A=$(aws sts get-caller-identity --query Account); docker push $A/shop"], {"*/shop"}),
    "arithmetic": (["docker push shop:$((1 + 2))"], {"shop:*"}),
    "several-words": (["X='shop-a shop-b'; for each in $X; do docker push $each; done"], {"shop-a", "shop-b"}),
    "spaces-at-the-ends": (["X=' b '; docker push $X a$X+c"], {"b", "a", "+c"}),
    "empty-words": (["X=; docker push $X '' \"$X\" a"], {"", "a"}),
    "one-word": (["X='a b'; docker push \"$X\""], {"a b"}),
    "array": ([LIST, 'for each in "${REPOSITORIES[@]}"; do docker push "$each"; done'], {"shop-a", "shop-b"}),
    "element": ([LIST, "docker push ${REPOSITORIES[1]}"], {"shop-b"}),
    "grown-array": (
        [LIST, "REPOSITORIES+=(shop-c); for each in ${REPOSITORIES[*]}; do docker push $each; done"],
        {"shop-a", "shop-b", "shop-c"},
    ),
    "array-by-names": (["declare -A X=([a]=shop); docker push ${X[a]}"], {"*"}),
    "braces": (["for each in shop-{a,b}; do docker push $each; done"], {"shop-a", "shop-b"}),
    "braces-in-order": (["X=({a,b}-{1,2}); docker push ${X[1]}"], {"a-2"}),
    "braces-in-quotes": (["docker push 'shop-{a,b}'"], {"shop-{a,b}"}),
}
WAYS: dict[str, tuple[list[str], set[str]]] = {
    "loop": (["for each in staging prod; do docker push shop-$each:1; done"], {"shop-staging:1", "shop-prod:1"}),
    "loop-over-the-unknown": (["for each in $(cat f); do docker push shop-$each; done"], {"shop-*"}),
    "loop-in-a-loop": (
        ["for a in x y; do for b in 1 2; do docker push $a$b; done; done"],
        {"x1", "x2", "y1", "y2"},
    ),
    "after-a-loop": (["for each in a b; do X=$each; done; docker push $X"], {"a", "b"}),
    "after-a-loop-over-nothing": (["X=a; L=; for each in $L; do X=b; done; docker push $X"], {"a"}),
    "after-a-loop-over-the-unknown": (["for each in $(cat f); do X=b; done; docker push $X"], {"b"}),
    "retried": (["until docker push shop; do sleep 1; done"], {"shop"}),
    "counted": (["for ((i = 0; i < 3; i++)); do docker push shop-$i; done"], {"shop-*"}),
    "lines-of-a-file": (["while read -r each; do docker push shop-$each; done < names"], {"shop-*"}),
    "either-branch": (
        ["if test -f x; then docker push a; elif y; then docker push b; else docker push c; fi"],
        set("abc"),
    ),
    "set-in-a-branch": (["if x; then E=prod; else E=staging; fi", "docker push $E"], {"prod", "staging"}),
    "set-in-one-branch": (["E=staging; if x; then E=prod; fi; docker push $E"], {"prod", "staging"}),
    "condition": (["if docker push a; then docker push b; fi"], {"a", "b"}),
    "known-condition": (["E=prod; if [ $E = prod ]; then docker push a; else docker push b; fi"], {"a"}),
    "known-not-so": (['E=prod; [[ "$E" != pr* && -n $E ]] && docker push a; docker push b'], {"b"}),
    "known-empty": (['E=; if test -z "$E"; then docker push a; else docker push b; fi'], {"a"}),
    "and-or": (["[ $X = main ] && E=prod || E=staging", "docker push $E"], {"prod", "staging"}),
    "known-ends": (["true || docker push a; false && docker push b; : && docker push c"], {"c"}),
    "or": (["docker push a || docker push b"], {"a", "b"}),
    "not": (['E=prod; test ! "$E" = dev && docker push a; [[ ! ($E == prod) ]] && docker push b'], {"a"}),
    "either-known": (["E=prod; if [[ $E == dev || $E == prod ]]; then docker push a; else docker push b; fi"], {"a"}),
    "no-pattern": (['E=prod; if [ $E = "p*" ]; then docker push a; fi; [[ $E == "p*" ]] || docker push b'], {"b"}),
    "number": (["N=6; if [ $N -gt 5 ]; then docker push a; else docker push b; fi"], {"a", "b"}),
    "case": (["case $X in main|master) E=prod ;; *) E=dev ;; esac; docker push $E"], {"prod", "dev"}),
    "known-case": (["X=main; case $X in ma*) docker push a ;; *) docker push b ;; esac"], {"a"}),
    "left-before": (["if x; then E=a; else exit 1; fi; docker push $E"], {"a"}),
    "never-reached": (["exit 0; docker push a"], set()),
    "after-an-exit": (["[ -f x ] || exit 1", "docker push a"], {"a"}),
    "negated": (["! docker push a || docker push b; ! true && docker push c; ! false && docker push d"], set("abd")),
    "function": (
        ["release() { docker push shop-$1; }", "release staging; release prod"],
        {"shop-staging", "shop-prod"},
    ),
    "function-that-shifts": (["f() { shift; docker push $1; }; f a b"], {"b"}),
    "function-over-its-words": (["function f { for each; do docker push $each; done; }; f a b"], {"a", "b"}),
    "function-passing-on": (['f() { docker "$@"; }; f push shop'], {"shop"}),
    "function-over-all": (["f() { for each in $@ $*; do docker push $each; done; }; f a b"], {"a", "b"}),
    "function-of-nothing": (['f() { docker push shop "$@"; }; f'], {"shop"}),
    "function-that-fails": (["f() { false; }; f && docker push a; f || docker push b"], {"b"}),
    "function-not-called": (["f() { docker push shop; }"], set()),
    "function-without-end": (["f() { docker push shop; f; }; f"], {"shop", "*"}),
    "subshell": (["(X=b; docker push $X); X=a; docker push $X"], {"a", "b"}),
    "pipe": (["docker push a | tee log; echo x | docker push b 2>&1"], {"a", "b"}),
    "background": (["docker push a & docker push b; wait"], {"a", "b"}),
    "inside-a-word": (['DIGEST=$(docker push a); echo "$(docker push b)" > $(docker push c)'], set("abc")),
    "group": (["{ docker push a; docker push b; } > log"], {"a", "b"}),
    "lasting-loop": (["X=a; while true; do X=$X$X; docker push $X; done"], {"*", "aa", "aaaa", "aaaaaaaa"}),
}


@pytest.mark.parametrize(("commands", "expected"), (VALUES | WAYS).values(), ids=VALUES | WAYS)
def test_values_and_ways(commands: list[str], expected: set[str]) -> None:
    """Each is where a shell would push to, whichever way it goes, and nowhere else."""
    assert expected == pushed(*commands)


MENTIONED = [
    "# docker push shop",
    "echo docker push shop",
    'echo "docker push shop"',
    "printf '%s\\n' 'docker push shop' > push.txt",
    "true '#docker push shop'",
    "X='docker push shop'",
    "cat > readme <<EOF\ndocker push shop\nEOF",
    "docker build --tag shop .  # docker push shop",
    "docker tag a shop",
    "docker pull shop",
    "docker login --username AWS --password-stdin shop",
    "f() { docker push shop; }",
    "git push origin main",
    "$(aws ecr get-login --no-include-email --region eu-west-1)",
]


@pytest.mark.parametrize("command", MENTIONED)
def test_what_only_mentions_a_push_is_none(command: str) -> None:
    """Nothing: in comments, texts, files, and commands of other names."""
    assert set() == pushed(command)


RUN: dict[str, tuple[list[str], set[str]]] = {
    "text-for-a-shell": (["bash -ec 'docker push shop-$1' _ prod"], {"shop-prod"}),
    "with-variables-before": (["E=prod sh -c 'docker push shop-$E'"], {"shop-prod"}),
    "eval": (['X=shop; eval "docker push $X"; eval E=prod; docker push $E'], {"shop", "prod"}),
    "eval-of-the-unknown": (["eval $(cat f)"], {"*"}),
    "when-it-ends": (["trap 'docker push shop' EXIT"], {"shop"}),
    "here-document": (["bash -s prod <<'EOF'\ndocker push shop-$1\nEOF"], {"shop-prod"}),
    "here-document-set-in": (["sh <<-'EOF'\n\tdocker push shop\n\tEOF"], {"shop"}),
    "shell-with-options": (
        ["bash -euo pipefail -c 'docker push shop'", "bash -e -o pipefail -c 'docker push b'"],
        {"shop", "b"},
    ),
    "here-document-with-values": (["bash <<EOF\ndocker push $X\nEOF"], {"*"}),
    "here-string": (['X=shop; sh <<< "docker push $X"'], {"shop"}),
    "after-a-here-document": (["cat <<EOF && docker push shop\nx\nEOF\ndocker push b"], {"shop", "b"}),
    "from-a-pipe": (["cat script | sh"], {"*"}),
    "from-the-source": (["./push.sh"], {"*"}),
    "from-the-source-by-a-shell": (["bash -x ci/push.sh prod"], {"*"}),
    "from-the-source-in-full": (["/codebuild/output/push.sh"], {"*"}),
    "sourced": ([". ./variables", "docker push shop"], {"*", "shop"}),
    "make": (["make release"], {"*"}),
    "package-manager": (["npm ci && npm run release"], {"*"}),
    "tests": (["npm ci && npm test && python -m pytest && go test ./..."], set()),
    "sudo": (["sudo -E -u root docker push shop"], {"shop"}),
    "env": (["env -u A B=1 docker push shop"], {"shop"}),
    "timeout": (["timeout -k 5 60 docker push shop"], {"shop"}),
    "time": (["time docker push shop"], {"shop"}),
    "path": (["/usr/bin/docker push shop"], {"shop"}),
    "system-shell": (["/bin/sh -c 'docker push shop'"], {"shop"}),
    "xargs": (["echo a b | xargs -n 1 docker push"], {"*"}),
    "xargs-into": (["cat f | xargs -I% docker push shop-%"], {"shop-*"}),
    "unknown-command": (["$TOOL push shop"], {"*"}),
    "unknown-verb": (["docker $VERB shop"], {"*"}),
    "variable-for-the-command": (["D='sudo docker'; $D push shop"], {"shop"}),
    "perhaps-empty-option": (["docker push $OPTIONS shop"], {"*", "shop"}),
}


@pytest.mark.parametrize(("commands", "expected"), RUN.values(), ids=RUN)
def test_commands_that_run_commands(commands: list[str], expected: set[str]) -> None:
    """What is run counts, and a script that is not in the buildspec may push anywhere."""
    assert expected == pushed(*commands)
