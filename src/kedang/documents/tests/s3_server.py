"""A server that speaks S3, on loopback: that of moto, in a thread, with a bucket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from kedang.documents.settings import BucketSettings

NAME = "kedang"


@contextmanager
def running() -> Iterator[BucketSettings]:
    """The settings for it, while it runs."""
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings = BucketSettings(NAME, f"http://127.0.0.1:{server.server_port}", "us-east-1", "user", "a-long-secret")
    try:
        client_of(settings).create_bucket(Bucket=NAME)
        yield settings
        bucket = client_of(settings)
        for entry in bucket.list_objects_v2(Bucket=NAME).get("Contents", ()):
            bucket.delete_object(Bucket=NAME, Key=entry["Key"])
        bucket.delete_bucket(Bucket=NAME)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def client_of(settings: BucketSettings) -> Any:
    """Somebody else who looks into the bucket."""
    return boto3.client(
        "s3",
        endpoint_url=settings.endpoint,
        region_name=settings.region,
        aws_access_key_id=settings.user,
        aws_secret_access_key=settings.secret,
    )
