"""Files locked with a password, as partners send them: zips with the older lock and with AES, and workbooks."""

import io
import struct
import zipfile
import zlib

import msoffcrypto.format.ooxml as office
import pyzipper

PASSWORD = "Sallow dale 7"  # pragma: allowlist secret


def in_zip(content: bytes, name: str = "a.csv", *, password: str = PASSWORD) -> bytes:
    """With AES, as 7-Zip and WinZip do."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as packed:
        packed.setpassword(password.encode())
        packed.writestr(name, content)
    return out.getvalue()


def in_old_zip(content: bytes, name: str = "a.csv", *, password: bytes = PASSWORD.encode()) -> bytes:
    """With the lock that every zip program knows, as the format's description has it (APPNOTE 6.1)."""
    crc = zlib.crc32(content)
    locked = _scrambled(bytes(range(11)) + bytes([crc >> 24]) + content, password)
    sizes = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 33, crc, len(locked), len(content), len(name), 0)
    local = b"PK\x03\x04" + sizes + name.encode() + locked
    central = b"PK\x01\x02" + struct.pack("<H", 20) + sizes + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name.encode()
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _scrambled(content: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = _crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[2], keys[1] >> 24)

    for byte in password:
        turn(byte)
    out = bytearray()
    for byte in content:
        low = (keys[2] & 0xFFFF) | 2
        out.append(byte ^ ((low * (low ^ 1)) >> 8) & 0xFF)
        turn(byte)
    return bytes(out)


def _crc(before: int, byte: int) -> int:
    return zlib.crc32(bytes([byte]), before ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def workbook(content: bytes, *, password: str = PASSWORD) -> bytes:
    """A workbook (.xlsx) as Excel locks it."""
    out = io.BytesIO()
    office.OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()
