"""The archive in a bucket of S3 or a compatible service: a body comes in, a zstd object
`prefix/ab/abcd….zst` goes out, and the other way round.

An object exists whole or not at all, so every object can be read.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from baqylau.archive.packing import hash_of, missing, pack, unpack
from baqylau.errors import ConfigurationError, TryLater
from baqylau.masking import mask_setting

_SUFFIX = ".zst"
_GONE = frozenset({"404", "NoSuchKey", "NotFound"})
_PATIENCE = {
    "connect_timeout": 5,
    "read_timeout": 30,
    "retries": {"total_max_attempts": 3, "mode": "standard"},
}  # seconds
_AT_ONCE = 32  # connections: a crawler's batch and the threads of a worker process need fewer


@dataclass(frozen=True, slots=True)
class S3Credentials:
    """The service's address and our credentials; empty fields are taken from the usual places
    (roles, ~/.aws).
    """

    endpoint: str = ""
    region: str = ""
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


class S3Archive:
    """An archive in one bucket; any number of processes and threads may share it. Nothing is
    contacted until it is used.
    """

    def __init__(self, address: str, access: S3Credentials) -> None:
        self.bucket, _, prefix = address.removeprefix("s3://").partition("/")
        if not address.startswith("s3://") or not self.bucket:
            raise ConfigurationError(
                f"setting archive: {mask_setting('archive', address)!r} names no bucket; give"
                " s3://bucket/prefix"
            )
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client: Any = _client(access)

    def put(self, body: bytes) -> str:
        content_hash = hash_of(body)
        if not self.has(content_hash):
            with self._trouble():
                self._client.put_object(
                    Bucket=self.bucket, Key=self._key(content_hash), Body=pack(body)
                )
        return content_hash

    def get(self, content_hash: str) -> bytes:
        where = f"s3://{self.bucket}/{self._key(content_hash)}"
        with self._trouble():
            try:
                packed: bytes = self._client.get_object(
                    Bucket=self.bucket, Key=self._key(content_hash)
                )["Body"].read()
            except ClientError as wrong:
                if _is_gone(wrong):
                    raise missing(where) from wrong
                raise
        return unpack(packed, content_hash, where)

    def has(self, content_hash: str) -> bool:
        with self._trouble():
            try:
                self._client.head_object(Bucket=self.bucket, Key=self._key(content_hash))
            except ClientError as wrong:
                if _is_gone(wrong):
                    return False
                raise
        return True

    def delete(self, content_hash: str) -> bool:
        was_there = self.has(content_hash)
        with self._trouble():
            self._client.delete_object(Bucket=self.bucket, Key=self._key(content_hash))
        return was_there

    def prepare(self) -> None:
        with self._trouble():
            try:
                self._client.head_bucket(Bucket=self.bucket)
            except ClientError as wrong:
                if not _is_gone(wrong):
                    raise
                self._client.create_bucket(Bucket=self.bucket)

    def hashes(self, after: str = "") -> Iterator[str]:
        behind = {"StartAfter": self._key(after)} if after else {}
        with self._trouble():
            for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=self.prefix, **behind
            ):
                for found in page.get("Contents", ()):
                    name = found["Key"].rpartition("/")[2]
                    if name.endswith(_SUFFIX):
                        yield name.removesuffix(_SUFFIX)

    def remove_partial(self, before: datetime) -> int:  # noqa: ARG002
        """Nothing: an object is put in one request, and a broken one leaves nothing."""
        return 0

    def _key(self, content_hash: str) -> str:
        return f"{self.prefix}{content_hash[:2]}/{content_hash}{_SUFFIX}"

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Raises `TryLater` for a service that is away, full or refuses us: not the page's
        fault.
        """
        try:
            yield
        except (ClientError, BotoCoreError) as wrong:
            raise TryLater(
                f"s3://{self.bucket}: the archive cannot be used ({wrong}); `baqylau doctor` checks"
                " it"
            ) from wrong


def _is_gone(wrong: ClientError) -> bool:
    return str(wrong.response.get("Error", {}).get("Code", "")) in _GONE


def _client(access: S3Credentials) -> Any:
    """Raises `ConfigurationError` for an endpoint that is no address; the client's own error would
    show the value.
    """
    cut = "@" in re.sub(r"^\w+://[^/?#]*+", "", access.endpoint)
    if access.endpoint and (cut or not access.endpoint.startswith(("http://", "https://"))):
        raise _no_endpoint(access)
    try:
        return _made(access)
    except ValueError:
        raise _no_endpoint(access) from None


def _no_endpoint(access: S3Credentials) -> ConfigurationError:
    shown = mask_setting("archive_endpoint", access.endpoint)
    return ConfigurationError(
        f"setting archive_endpoint: {shown!r} is no address of a service; give http(s)://host:port,"
        " and give the key and its secret in their own settings"
    )


def _made(access: S3Credentials) -> Any:
    config = Config(
        s3={"addressing_style": "path" if access.endpoint else "auto"},
        max_pool_connections=_AT_ONCE,
        **_PATIENCE,
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=access.endpoint or None,
        region_name=access.region or ("us-east-1" if access.endpoint else None),
        aws_access_key_id=access.key or None,
        aws_secret_access_key=access.secret or None,
        config=config,
    )
