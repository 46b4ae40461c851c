"""Where recordings and cached speech are kept: STORAGE_URL as Django's settings have it."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def storage(url: str) -> dict[str, object]:
    """A folder, or `s3://key:secret@host[:port]/bucket` (`?tls=0` for plain HTTP, `?region=...`)."""
    parts = urlsplit(url)
    if parts.scheme in ("", "file"):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": parts.path, "allow_overwrite": True},
        }
    if parts.scheme != "s3" or not parts.hostname or not parts.path.strip("/"):
        raise ImproperlyConfigured("STORAGE_URL must be a folder or s3://key:secret@host/bucket.")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or "") or None,  # None: what boto3 finds by itself
            "secret_key": unquote(parts.password or "") or None,
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": f"{'http' if options.get('tls') == '0' else 'https'}://{host}",
            "region_name": options.get("region"),
            "addressing_style": "path",  # Every S3 server knows it; a bucket as a part of the host needs DNS.
            "file_overwrite": True,
            "querystring_expire": 300,
        },
    }
