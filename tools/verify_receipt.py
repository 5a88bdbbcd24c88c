#!/usr/bin/env python3
"""Checks receipts of a Comity exchange, without any code of Comity and with nothing but Python's own library.

  verify_receipt.py receipt FILE --charter FILE [--charter FILE]
  verify_receipt.py receipt FILE --policy FILE
  verify_receipt.py checkpoint FILE --log VKEY [--witness VKEY ...]

Written from docs/formats (receipt, leaf, payload, charter, amendment, policy, tlog) to be read beside them, and kept
apart from the Java code on purpose: two programs that agree on every altered receipt rarely share a mistake. It is
slow, and reads of a charter what a receipt needs; whoever listed is vouched for by the members' signatures under it.
Exit codes: 0 good, 1 not good, 2 wrong usage. SPDX-License-Identifier: Apache-2.0
"""

import base64
import hashlib
import json
import re
import sys
import unicodedata

# ---- Ed25519, RFC 8032 section 5.1; both A and R must lie in the group of prime order (docs/formats/tlog.md)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double(point):
    a, b = point[0] * point[0] % P, point[1] * point[1] % P
    c = 2 * point[2] * point[2] % P
    h = a + b
    e = h - (point[0] + point[1]) ** 2 % P
    g = a - b
    f = c + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiples(point):
    table = [IDENTITY]
    for _ in range(15):
        table.append(add(table[-1], point))
    return table


def multiply(scalar, table):
    """Four bits at a time."""
    result = IDENTITY
    for at in range((scalar.bit_length() + 3) // 4 - 1, -1, -1):
        result = double(double(double(double(result))))
        digit = scalar >> 4 * at & 15
        if digit:
            result = add(result, table[digit])
    return result


def same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def point_of(octets):
    """The canonical point of prime order that these 32 bytes spell; None for anything else."""
    number = int.from_bytes(octets, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(octets) != 32 or y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    point = (x, y, 1, x * y % P)
    if same(point, IDENTITY) or not same(multiply(L, multiples(point)), IDENTITY):
        return None
    return point


BASE = multiples(point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))
KEYS = {}
SIGNED = {}


def key_table(octets):
    if octets not in KEYS:
        point = point_of(octets)
        KEYS[octets] = None if point is None else multiples(point)
    return KEYS[octets]


def is_signed(key, message, signature):
    known = (key, message, signature)
    if known not in SIGNED:
        SIGNED[known] = verify(key, message, signature)
    return SIGNED[known]


def verify(key, message, signature):
    if len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L or key_table(key) is None:
        return False
    r = point_of(signature[:32])
    if r is None:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return same(multiply(s, BASE), add(r, multiply(h, KEYS[key])))


# ---- what all texts have in common


class Bad(Exception):
    """Refused: why, and where in the input."""

    def __init__(self, why, where=""):
        super().__init__(why)
        self.why = why
        self.where = where


def need(holds, why, where=""):
    if not holds:
        raise Bad(why, where)


def utf8(octets):
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Bad("not UTF-8", "byte %d" % wrong.start) from None


def unbase64(text, where):
    """The one spelling: standard alphabet, padding, no stray bits."""
    try:
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Bad("not base64", where) from None
    need(base64.b64encode(octets).decode() == text, "not canonical base64", where)
    return octets


def number(text, where):
    """Decimal without leading zeroes, up to 2^63 - 1."""
    need(re.fullmatch(r"(0|[1-9][0-9]{0,18})", text, re.A) and int(text) < 2**63, "not a plain decimal", where)
    return int(text)


def is_plain(text):
    return all(c >= " " or c == "\n" for c in text)


def is_key_name(name):
    space = any(unicodedata.category(c) in ("Zs", "Zl", "Zp") or c == "\u0085" for c in name)
    return name != "" and is_plain(name) and "\n" not in name and not space and "+" not in name


def is_member(name):
    return re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?", name, re.A) is not None


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# ---- keys and notes: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature

NOTE, COSIGNATURE = 1, 4


def key_id(name, kind, key):
    return sha256(name.encode(), b"\n", bytes([kind]), key)[:4]


def vkey(text, where):
    """(name, kind, key) of name+id+base64."""
    parts = text.split("+", 2)
    need(len(parts) == 3, "vkey without three parts", where)
    name = parts[0]
    need(is_key_name(name) and len(name.encode()) <= 255, "key name not allowed", where)
    typed = unbase64(parts[2], where)
    need(len(typed) == 33 and typed[0] in (NOTE, COSIGNATURE), "not an Ed25519 key", where)
    need(key_table(typed[1:]) is not None, "not a canonical Ed25519 key of prime order", where)
    need(parts[1] == key_id(name, typed[0], typed[1:]).hex(), "key id differs", where)
    return (name, typed[0], typed[1:])


def read_note(octets, where):
    """(text, [(name, id, signature)]); nobody's word until a signature is found good."""
    need(len(octets) <= 2**20, "note too long", where)
    note = utf8(octets)
    need(is_plain(note), "control character", where)
    split = note.rfind("\n\n")
    need(split >= 0, "no empty line before the signatures", where)
    text, lines = note[: split + 1], note[split + 2 :]
    need(lines != "" and lines.endswith("\n"), "signature lines missing or cut off", where)
    lines = lines[:-1].split("\n")
    need(len(lines) <= 512, "too many signatures", where)
    signatures = []
    for at, line in enumerate(lines):
        place = "%s, signature %d" % (where, at + 1)
        need(line.startswith("\u2014 ") and line.rfind(" ") >= 2, "not a signature line", place)
        name, blob = line[2:].rsplit(" ", 1) if " " in line[2:] else ("", "")
        need(is_key_name(name), "key name not allowed", place)
        octets = unbase64(blob, place)
        need(len(octets) > 4, "signature too short", place)
        if (name, octets[:4], octets[4:]) not in signatures:
            signatures.append((name, octets[:4], octets[4:]))
    return text, signatures


def lines_of(note, key):
    return [line[2] for line in note[1] if line[0] == key[0] and line[1] == key_id(*key)]


def is_by(note, key):
    """Whether a line of this key is good and none is bad."""
    lines = lines_of(note, key)
    return lines != [] and all(is_signed(key[2], note[0].encode(), line) for line in lines)


def read_checkpoint(text, where):
    """(origin, size, root)"""
    need(len(text) <= 255 + 19 + 44 + 3, "checkpoint too long", where)
    lines = text.split("\n")
    need(len(lines) == 4 and lines[3] == "", "not exactly three lines", where)
    need(lines[0] != "" and len(lines[0].encode()) <= 255, "origin not allowed", where + ", line 1")
    size = number(lines[1], where + ", line 2")
    root = unbase64(lines[2], where + ", line 3")
    need(len(root) == 32, "not a hash", where + ", line 3")
    need(size > 0 or root == sha256(), "an empty tree has another root", where + ", line 3")
    return (lines[0], size, root)


def has_cosigned(note, key):
    for line in lines_of(note, key):
        second = int.from_bytes(line[:8], "big")
        if len(line) == 72 and 1 <= second < 2**63:
            message = "cosignature/v1\ntime %d\n%s" % (second, note[0])
            if is_signed(key[2], message.encode(), line[8:]):
                return True
    return False


# ---- the receipt: c2sp.org/tlog-proof, docs/formats/receipt.md, leaf.md, payload.md

TLP = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
KINDS = 17  # docs/formats/leaf.md numbers them from 0
EXTRA_MAX = 2**21


def read_receipt(octets):
    need(len(octets) <= EXTRA_MAX // 3 * 4 + 8 + 2**13 + 2**20, "receipt too long")
    text = utf8(octets)
    head, found, rest = text.partition("\n\n")
    need(found, "no empty line before the checkpoint")
    lines = head.split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1", "not a tlog-proof", "line 1")
    need(len(lines) > 2 and lines[1].startswith("extra "), "a receipt has an extra line", "line 2")
    extra = unbase64(lines[1][6:], "line 2")
    need(0 < len(extra) <= EXTRA_MAX, "extra empty or too long", "line 2")
    need(lines[2].startswith("index "), "index missing", "line 3")
    receipt = {"index": number(lines[2][6:], "line 3"), "path": []}
    need(len(lines) <= 3 + 63, "path too long")
    for at, line in enumerate(lines[3:]):
        sibling = unbase64(line, "line %d" % (at + 4))
        need(len(sibling) == 32, "not a hash", "line %d" % (at + 4))
        receipt["path"].append(sibling)
    receipt["note"] = read_note(rest.encode(), "checkpoint")
    receipt["checkpoint"] = read_checkpoint(receipt["note"][0], "checkpoint")
    read_extra(extra, receipt)
    return receipt


def read_extra(extra, receipt):
    need(extra[0] in (1, 2), "unknown receipt version", "extra, byte 0")
    at = 1
    receipt["needs"] = None
    if extra[0] == 2:
        need(len(extra) >= 37, "too short for a receipt", "extra")
        epoch = int.from_bytes(extra[1:5], "big")
        need(1 <= epoch < 2**31, "epochs count from 1", "extra, byte 1")
        receipt["needs"] = (epoch, extra[5:37])
        at = 37
    need(len(extra) >= at + 2, "too short for a receipt", "extra")
    leaf_end = at + 2 + int.from_bytes(extra[at : at + 2], "big")
    need(leaf_end < len(extra), "the leaf runs past the end", "extra, byte %d" % at)
    present, rest = extra[leaf_end], extra[leaf_end + 1 :]
    need(present == 1 or (present == 0 and rest == b""), "the payload is there or not", "extra, byte %d" % leaf_end)
    read_leaf(extra[at + 2 : leaf_end], receipt)
    receipt["payload"] = read_payload(rest) if present else None


def read_leaf(leaf, receipt):
    need(len(leaf) == 81 and leaf[0] == 1, "not a leaf of version 1", "extra, leaf")
    second = int.from_bytes(leaf[2:10], "big")
    need(leaf[1] < KINDS, "unknown statement kind", "extra, leaf, byte 1")
    need(second <= 253402300799 and second % 300 == 0, "declared time", "extra, leaf, byte 2")
    need(leaf[10] < len(TLP), "unknown TLP level", "extra, leaf, byte 10")
    length = int.from_bytes(leaf[45:49], "big")
    need(length <= 2**20, "payload length out of bounds", "extra, leaf, byte 45")
    receipt.update(leaf=leaf, second=second, tlp=TLP[leaf[10]], length=length)
    receipt.update(audience=leaf[11:43], commitment=leaf[49:81])


def read_payload(octets):
    """(salt, audience, JSON)"""
    need(len(octets) >= 34, "payload too short", "extra, payload")
    end = 34 + int.from_bytes(octets[32:34], "big")
    need(end <= len(octets), "audience runs past the end", "extra, payload, byte 32")
    need(len(octets) - end <= 2**20, "payload too long", "extra, payload")
    audience = octets[34:end].decode("ascii", "replace")
    kind, _, names = audience.partition(":")
    members = names.split(",")
    parties = kind == "parties" and all(map(is_member, members)) and members == sorted(set(members))
    known = audience == "exchange" or (kind == "group" and is_member(names)) or parties
    need(known and len(audience) <= 4096, "unknown audience", "extra, payload, byte 34")
    return (octets[:32], octets[34:end], octets[end:])


def require_in_tree(receipt):
    """RFC 9162 section 2.1.3.2"""
    _, size, root = receipt["checkpoint"]
    at, last = receipt["index"], receipt["checkpoint"][1] - 1
    need(at < size, "the index is outside the tree", "proof")
    value = sha256(b"\0", receipt["leaf"])
    for sibling in receipt["path"]:
        need(last > 0, "the path is too long", "proof")
        if at % 2 == 1 or at == last:
            value = sha256(b"\1", sibling, value)
            while at % 2 == 0:
                at, last = at // 2, last // 2
        else:
            value = sha256(b"\1", value, sibling)
        at, last = at // 2, last // 2
    need(last == 0, "the path is too short", "proof")
    need(value == root, "the leaf is not in the log", "proof")


def require_payload(receipt):
    if receipt["payload"] is None:
        return
    salt, audience, body = receipt["payload"]

    def committed(label, content):
        return sha256(label, b"\0", salt, len(content).to_bytes(8, "big"), content)

    need(len(body) == receipt["length"], "payload length differs from the leaf", "payload")
    need(committed(b"comity/commit/v1", body) == receipt["commitment"], "not the payload of the leaf", "payload")
    need(committed(b"comity/audience/v1", audience) == receipt["audience"], "not the audience of the leaf", "payload")


def author_of(origin):
    name, slash, rest = origin.partition("/")
    parties = re.fullmatch(r"parties/[0-9a-f]{64}", rest) is not None
    need(slash and is_member(name) and (rest == "log" or parties), "the log belongs to no member", "checkpoint")
    return name


def shown(receipt, witnesses, quorum, charter):
    origin = receipt["checkpoint"][0]
    return {
        "good": True,
        "statement": "%s#%d" % (origin, receipt["index"]),
        "member": author_of(origin),
        "declared": receipt["second"],
        "marking": receipt["tlp"],
        "payload": receipt["payload"] is not None,
        "witnesses": sorted(witnesses),
        "quorum": quorum and witnesses != [],
        "charter": "" if charter is None else charter["hash"].hex(),
    }


# ---- charters: docs/formats/charter.md, amendment.md

VALUE = r"([!-~]+)"
MEMBER_LINE = re.compile(
    r"member ([a-z0-9.-]{1,63}) country=([A-Z]{2}) sector=([a-z-]{1,32}) vouched=(?:yes|no) url=" + VALUE
    + r" contact=" + VALUE + r" languages=([a-z,-]+) sponsors=([a-z0-9.,-]+) probation=([0-9]{1,9}) seal=([!-~]{44})"
    + r" member-key=" + VALUE + r" node-key=" + VALUE + r" witness-key=" + VALUE, re.A)
HEAD_LINES = (
    r"comity charter v1", r"exchange ([0-9a-f]{32})", r"epoch ([1-9][0-9]{0,8})", r"parent (-|[0-9a-f]{64})",
    r"guards ([0-9a-f]{64})", r"rules f=(0|[1-9][0-9]{0,3}) k=([1-9][0-9]{0,3}) dimensions=[a-z,]{1,32}")
CHARTERS = {}


def read_charters(octets):
    """The charters of a file, each signed by all of its members or voted for."""
    if octets not in CHARTERS:
        text = octets.decode("latin-1")
        starts = [found.start() + 1 for found in re.finditer("\ncomity charter v1\n", text)]
        need(len(octets) <= 32 * 2**20 and len(starts) < 1000, "charters too long or too many")
        charters = []
        for start, end in zip([0] + starts, starts + [len(octets)]):
            where = "charter %d" % (len(charters) + 1)
            note = read_note(octets[start:end], where)
            charter = read_charter(note[0], where)
            before = any(is_certified(parent, charter, note) for parent in charters)
            need(stands_alone(charter, note) or before, "neither signed by all of its members nor voted for", where)
            if charter["hash"] not in [it["hash"] for it in charters]:
                charters.append(charter)
        CHARTERS[octets] = charters
    return CHARTERS[octets]


def read_charter(text, where):
    need(len(text) <= 894 * 1024 and text.isascii() and text.endswith("\n"), "not a charter", where)
    lines = text[:-1].split("\n")
    heads = [re.fullmatch(form, line, re.A) for form, line in zip(HEAD_LINES, lines)]
    need(len(lines) > 6 and all(heads), "not the first lines of a charter", where)
    charter = {"hash": sha256(text.encode()), "exchange": heads[1][1], "epoch": int(heads[2][1]), "members": {}}
    charter.update(parent=heads[3][1], f=int(heads[5][1]), committee=[], dormant=[], phi=0)
    need(charter["epoch"] == 1 or charter["parent"] != "-", "a later epoch has a parent", where)
    keys = []
    for at, line in enumerate(lines[6:]):
        place = "%s, line %d" % (where, at + 7)
        if line.startswith("member "):
            read_member(line, charter["members"], keys, place)
        elif line.startswith(("witnesses ", "dormant ")):
            word, names = line.split(" ", 1)
            charter["committee" if word == "witnesses" else word] = names.split(",")
        elif line.startswith("amendments "):
            found = re.fullmatch(r"amendments phi=(0|[1-9][0-9]{0,2}) additions=[0-9]+ probation=[0-9]+", line, re.A)
            need(found, "not a line of a charter", place)
            charter["phi"] = int(found[1])
        else:
            need(re.match("(lives|budgets|list|protected|cut|group) ", line), "not a line of a charter", place)
    names = list(charter["members"])
    need(1 <= len(names) <= 500 and names == sorted(names), "members missing or out of order", where)
    need(len(set(keys)) == len(keys), "a key stands twice", where)
    committee = charter["committee"]
    most = committee == [] or (len(names) > 10 and 5 <= len(committee) <= 64 and set(committee) <= set(names))
    need(most and committee == sorted(set(committee)), "not a witness committee", where)
    return charter


def read_member(line, members, keys, place):
    found = MEMBER_LINE.fullmatch(line)
    need(found and is_member(found[1]) and found[1] not in members, "not a member line", place)
    member = {"country": found[2], "sponsors": [] if found[7] == "-" else found[7].split(",")}
    keys.append(unbase64(found[9], place))
    for role, group, name, kind in (("member", 10, "member", NOTE), ("node", 11, "log", NOTE),
                                    ("witness", 12, "witness", COSIGNATURE)):
        key = vkey(found[group], place)
        need(key[:2] == (found[1] + "/" + name, kind), "a key of another name or type", place)
        keys.append(key[2])
        member[role] = key
    members[found[1]] = member


def votes(charter, voters, note):
    """Who voted for this charter in one round for one proposal, by round and proposal."""
    together = {}
    for name, voter in voters.items():
        key = voter["member"]
        identity = sha256(key[0].encode(), b"\n\xffcomity/vote/v1", key[2])[:4]
        for line_name, line_id, line in note[1]:
            if line_name != key[0] or line_id != identity or len(line) != 132 or charter["parent"] == "-":
                continue
            cast = int.from_bytes(line[:4], "big")
            message = "comity vote v1\nparent %s\nround %d\nproposal %s\ncharter %s\njustification %s\n" % (
                charter["parent"], cast, line[4:36].hex(), charter["hash"].hex(), line[36:68].hex())
            if cast <= 999 and is_signed(key[2], message.encode(), line[68:]):
                together.setdefault(line[:36], set()).add(name)
    return together.values()


def stands_alone(charter, note):
    members = charter["members"]
    if all(is_by(note, it["member"]) for it in members.values()):
        return True
    return any(2 * len(voters) > len(members) for voters in votes(charter, members, note))


def is_certified(parent, charter, note):
    """Whether enough members of the charter before voted for it (amendment.md)."""
    follows = charter["parent"] == parent["hash"].hex() and charter["epoch"] == parent["epoch"] + 1
    if not follows or charter["exchange"] != parent["exchange"]:
        return False
    n, dormant, phi = len(parent["members"]), len(charter["dormant"]), parent["phi"]
    least = (n + phi) // 2 + 1
    needed = max(2 * n // 3 + 1, least) if dormant == 0 else max(least, 2 * (n - dormant) // 3 + 1)
    countries = {it["country"] for it in parent["members"].values()}
    sponsors = {s for name, it in charter["members"].items() if name not in parent["members"] for s in it["sponsors"]}
    for voters in votes(charter, parent["members"], note):
        counted = {it for it in voters if it in charter["members"] and it not in charter["dormant"]}
        of = {parent["members"][it]["country"] for it in counted}
        if len(counted) >= needed and 2 * len(of) > len(countries) and sponsors <= counted:
            return True
    return False


def by_charter(receipt, charter):
    origin = receipt["checkpoint"][0]
    author = author_of(origin)
    need(author in charter["members"], "the log belongs to no member", "checkpoint")
    key = charter["members"][author]["node"]
    need(is_by(receipt["note"], (origin, NOTE, key[2])), "not signed by the log", "checkpoint")
    require_in_tree(receipt)
    require_payload(receipt)
    others = {name: it for name, it in charter["members"].items() if name != author}
    if charter["committee"]:
        others = {name: it for name, it in others.items() if name in charter["committee"]}
    signed = [name for name, it in others.items() if has_cosigned(receipt["note"], it["witness"])]
    heads = min(len(others), 1 + 2 * len(others) // 3)
    countries = min(charter["f"] + 1, len({it["country"] for it in others.values()}))
    quorum = len(signed) >= heads and len({others[it]["country"] for it in signed}) >= countries
    return shown(receipt, signed, quorum, charter)


def by_charters(receipt, charters):
    for charter in charters:
        if receipt["needs"] == (charter["epoch"], charter["hash"]):
            return by_charter(receipt, charter)
    best = problem = None
    for charter in reversed(charters):
        try:
            result = by_charter(receipt, charter)
        except Bad as bad:
            problem = problem or bad
            continue
        if result["quorum"]:
            return result
        best = best or result
    if best is None and receipt["needs"]:
        raise Bad("it needs a charter that was not given", "epoch %d, %s" % (receipt["needs"][0], receipt["needs"][1].hex()))
    if best is None:
        raise problem
    return best


# ---- policies: c2sp.org/tlog-policy, docs/formats/policy.md

POLICIES = {}


def read_policy(octets):
    """Names stay octets."""
    if octets in POLICIES:
        return POLICIES[octets]
    need(len(octets) <= 2**20, "policy too long")
    need(all(b in b"\t\n" or (b >= 32 and b != 127) for b in octets), "control character in policy")
    need(octets.endswith(b"\n"), "the last line has no end")
    policy = {"logs": [], "parts": {}, "quorum": None, "witnesses": 0}
    grouped = set()
    for at, line in enumerate(octets[:-1].split(b"\n")):
        words = [word for word in re.split(b"[ \t]+", line) if word]
        if words and not words[0].startswith(b"#"):
            take_line(policy, grouped, words, "line %d" % (at + 1))
    need(policy["quorum"] is not None, "no quorum line")
    POLICIES[octets] = policy
    return policy


def take_line(policy, grouped, words, where):
    parts = policy["parts"]
    if words[0] == b"log":
        need(2 <= len(words) <= 3, "a log is a key and perhaps an address", where)
        key = vkey(utf8(words[1]), where)
        need(key[1] == NOTE and key[2] not in [it[2] for it in policy["logs"]], "not one more log's key", where)
        policy["logs"].append(key)
        need(len(policy["logs"]) <= 512, "too many logs", where)
    elif words[0] == b"quorum":
        need(len(words) == 2 and policy["quorum"] is None, "one quorum line with one name", where)
        need(words[1] in parts or words[1] == b"none", "name not defined before", where)
        policy["quorum"] = words[1]
    elif words[0] in (b"witness", b"group"):
        need(len(words) >= 3, "too few words", where)
        name = words[1]
        need(len(name) <= 255 and name != b"none" and name not in parts, "name not allowed", where)
        if words[0] == b"witness":
            need(len(words) <= 4, "a witness is a name, a key and perhaps an address", where)
            key = vkey(utf8(words[2]), where)
            known = [it[1] for it in parts.values() if it[0] == "witness"]
            need(key[1] == COSIGNATURE and key[2] not in [it[2] for it in known], "not one more witness's key", where)
            need(len(known) < 512, "too many witnesses", where)
            parts[name] = ("witness", key)
        else:
            members = words[3:]
            count = {b"any": "1", b"all": str(len(members))}.get(words[2], words[2].decode("latin-1"))
            need(1 <= number(count, where) <= len(members), "a group needs from one to all of its members", where)
            need(all(it in parts for it in members), "name not defined before", where)
            need(len(set(members)) == len(members) and not grouped & set(members), "in groups twice", where)
            need(sum(it[0] == "group" for it in parts.values()) < 512, "too many groups", where)
            grouped.update(members)
            parts[name] = ("group", int(count), members)
    else:
        raise Bad("neither log, witness, group nor quorum", where)


def by_policy(receipt, policy):
    origin = receipt["checkpoint"][0]
    signed = any(key[0] == origin and is_by(receipt["note"], key) for key in policy["logs"])
    need(signed, "no log of the policy signed it", "checkpoint")
    author_of(origin)
    require_in_tree(receipt)
    require_payload(receipt)
    met, witnesses = {b"none"}, []
    for name, part in policy["parts"].items():
        if part[0] == "witness" and has_cosigned(receipt["note"], part[1]):
            met.add(name)
            witnesses.append(name.decode("utf-8", "replace"))
        if part[0] == "group" and sum(it in met for it in part[2]) >= part[1]:
            met.add(name)
    return shown(receipt, witnesses, policy["quorum"] in met, None)


# ---- the command


def judge(octets, charters, policy):
    """What a receipt shows, or why and where it is refused."""
    try:
        receipt = read_receipt(octets)
        if policy is not None:
            return by_policy(receipt, read_policy(policy))
        given = []
        for one in charters:
            given += [it for it in read_charters(one) if it["hash"] not in [known["hash"] for known in given]]
        return by_charters(receipt, given)
    except Bad as bad:
        return {"good": False, "why": bad.why, "where": bad.where}


def checkpoint(octets, log, witnesses):
    try:
        note = read_note(octets, "note")
        origin, size, root = read_checkpoint(note[0], "checkpoint")
        key = vkey(log, "--log")
        need(key[0] == origin and is_by(note, key), "not signed by the log", "checkpoint")
        cosigned = [it for it in witnesses if has_cosigned(note, vkey(it, "--witness"))]
        return {"good": True, "origin": origin, "size": size, "root": root.hex(), "witnesses": cosigned}
    except Bad as bad:
        return {"good": False, "why": bad.why, "where": bad.where}


def batch():
    """For tests: lines of JSON in, an answer for each out; files stand there in base64."""
    for line in sys.stdin:
        asked = {name: [base64.b64decode(it) for it in files] for name, files in json.loads(line).items()}
        if "key" in asked:
            answer = {"good": key_table(asked["key"][0]) is not None and is_signed(*(asked[it][0] for it in ("key", "message", "signature")))}
        elif "note" in asked:
            answer = checkpoint(asked["note"][0], asked["log"][0].decode(), [it.decode() for it in asked.get("witness", [])])
        else:
            answer = judge(asked["receipt"][0], asked.get("charter", []), asked.get("policy", [None])[0])
        print(json.dumps(answer), flush=True)


def main(args):
    if args == ["--batch"]:
        batch()
        return 0
    options = {"--charter": [], "--policy": [], "--log": [], "--witness": []}
    plain = []
    while args:
        word = args.pop(0)
        if word in options and args:
            options[word].append(args.pop(0))
        else:
            plain.append(word)
    if len(plain) != 2 or plain[0] not in ("receipt", "checkpoint"):
        print(__doc__)
        return 2

    def read(name):
        with open(name, "rb") as file:
            return file.read()

    if plain[0] == "checkpoint" and len(options["--log"]) == 1:
        answer = checkpoint(read(plain[1]), options["--log"][0], options["--witness"])
    elif plain[0] == "receipt" and bool(options["--charter"]) != (len(options["--policy"]) == 1):
        policy = read(options["--policy"][0]) if options["--policy"] else None
        answer = judge(read(plain[1]), [read(it) for it in options["--charter"]], policy)
    else:
        print(__doc__)
        return 2
    print(json.dumps(answer, indent=2))
    return 0 if answer["good"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
