"""The options of pushing commands whose value is the next word: those that may stand before what tells where to."""

from collections.abc import Mapping

_BUILD = """
-t --tag -o --output -f --file --build-arg --build-context --cache-from --cache-to --label --platform --progress
--target --secret --ssh --builder --metadata-file --network --set --attest --annotation --sbom --provenance --add-host
--shm-size --iidfile
"""
_COMPOSE = "-f --file -p --project-name --profile --env-file --project-directory --ansi --progress --parallel"
_LIBRARY = """
--authfile --cert-dir --creds --format -f --digestfile --log-level --root --storage-driver --retry --retry-delay
--compression-format --compression-level --encryption-key --sign-by
"""

VALUED: Mapping[str, frozenset[str]] = {
    tool: frozenset(options.split())
    for tool, options in {
        "docker": f"{_BUILD} {_COMPOSE} -c --context --config -H --host -l --log-level --tlscacert --tlscert --tlskey",
        "buildx": _BUILD,
        "docker-compose": _COMPOSE,
        "podman": _LIBRARY,
        "buildah": _LIBRARY,
        "crane": """
            --platform -t --new_tag --tag -b --base -f --new_layer -l --label -a --annotation -e --env --entrypoint
            --cmd --workdir -u --user -j --jobs --old_base --new_base --exposed-ports -o --output --image-refs
        """,
        "skopeo": """
            --authfile --src-authfile --dest-authfile --src-creds --dest-creds -f --format --policy --override-os
            --override-arch --override-variant --retry-times --src-cert-dir --dest-cert-dir --digestfile --sign-by
            --command-timeout --tmpdir --registries.d --src-registry-token --dest-registry-token
        """,
        "oras": """
            -u --username -p --password -a --annotation --annotation-file --artifact-type --config --platform
            --concurrency --export-manifest --format --registry-config --image-spec --distribution-spec --from-username
            --from-password --to-username --to-password
        """,
        "kaniko": "-d --destination -c --context -f --dockerfile --build-arg --cache-repo --label --target",
        "pack": """
            -B --builder -b --buildpack -e --env --env-file -p --path -t --tag -d --descriptor --run-image --network
            --cache --cache-image --pull-policy --platform --default-process
        """,
        "aws": """
            --region --profile --output --query --registry-id --repository-name --image-tag --image-manifest
            --image-manifest-media-type --image-digest --endpoint-url --cli-input-json --color --ca-bundle
        """,
    }.items()
}
"""By tool. An option that is not here counts as one without a value."""
