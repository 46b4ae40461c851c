import ipaddress


def is_loopback(host: str) -> bool:
    """A name or an address, of IPv6 with or without brackets. No name is looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
