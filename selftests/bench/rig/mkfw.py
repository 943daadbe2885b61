#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Firmware descriptions of the simulated BMC, for drivers that look for one.

mkfw.py acpi kcs|bt ADDRESS SPACING FILE    an SSDT with an IPI0001 device
mkfw.py smbios kcs|bt ADDRESS SPACING FILE  an SMBIOS type 38 structure
"""
import struct
import sys


def pkg(body):
    """AML PkgLength (which counts itself) and body."""
    n = len(body) + 1
    if n < 64:
        return bytes([n]) + body
    n += 1
    return bytes([0x40 | (n & 15), n >> 4]) + body


def name(seg, value):
    return b"\x08" + seg + value


def acpi(ift, addr, spacing):
    regs = {1: 2, 3: 3}[ift]
    if spacing == 1:
        ranges = [(addr, regs)]
    else:  # one range for each register tells the distance
        ranges = [(addr + i * spacing, 1) for i in range(regs)]
    crs = b"".join(b"\x86\x09\x00\x01" + struct.pack("<II", a, n) for a, n in ranges)
    crs += b"\x79\x00"
    dev = (b"IPI0" + name(b"_HID", b"\x0dIPI0001\0") + name(b"_UID", b"\x00") +
           name(b"_IFT", bytes([0x0a, ift])) + name(b"_SRV", b"\x0b\x00\x02") +
           name(b"_CRS", b"\x11" + pkg(bytes([0x0a, len(crs)]) + crs)))
    body = b"\x10" + pkg(b"\\_SB_" + b"\x5b\x82" + pkg(dev))
    head = struct.pack("<4sIBB6s8sI4sI", b"SSDT", 36 + len(body), 2, 0,
                       b"RIGBMC", b"MMIOBMC ", 1, b"RIG ", 1)
    t = bytearray(head + body)
    t[9] = -sum(t) & 0xff
    return bytes(t)


def smbios(ift, addr, spacing):
    mod = {1: 0, 4: 1, 16: 2}[spacing] << 6
    return struct.pack("<BBHBBBBQBB", 38, 0x12, 0x2600, ift, 0x20, 0x20, 0xff,
                       addr, mod, 0) + b"\0\0"


def main():
    kind, iface, addr, spacing, path = sys.argv[1:]
    f = {"acpi": acpi, "smbios": smbios}[kind]
    with open(path, "wb") as o:
        o.write(f({"kcs": 1, "bt": 3}[iface], int(addr, 0), int(spacing)))


main()
