"""Programs for same-customer."""

RIGHT = {
    "union-find": """
def groups(records):
    parent = list(range(len(records)))

    def root(row):
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    first = {}
    for row, fields in enumerate(records):
        for column, value in enumerate(fields):
            if value is None:
                continue
            other = first.setdefault((column, value), row)
            one, two = sorted((root(row), root(other)))
            parent[two] = one
    members = {}
    for row in range(len(records)):
        members.setdefault(root(row), []).append(row)
    return list(members.values())
""",
    "walk": """
from collections import defaultdict, deque

def groups(records):
    rows_with = defaultdict(list)
    for row, fields in enumerate(records):
        for key in enumerate(fields):
            if key[1] is not None:
                rows_with[key].append(row)
    seen, result = set(), []
    for start in range(len(records)):
        if start in seen:
            continue
        seen.add(start)
        group, todo = [], deque([start])
        while todo:
            row = todo.popleft()
            group.append(row)
            for key in enumerate(records[row]):
                for other in rows_with.pop(key, ()):
                    if other not in seen:
                        seen.add(other)
                        todo.append(other)
        result.append(sorted(group))
    return result
""",
    "smaller into larger": """
def groups(records):
    at, mail_of, phone_of = [], {}, {}
    for row, (mail, phone) in enumerate(records):
        at.append([row])
        for known, value in ((mail_of, mail), (phone_of, phone)):
            if value is None:
                continue
            if value not in known:
                known[value] = row
                continue
            one, two = at[known[value]], at[row]
            if one is two:
                continue
            if len(one) < len(two):
                one, two = two, one
            one.extend(two)
            for moved in two:
                at[moved] = one
    different = {id(group): group for group in at}
    return sorted(sorted(group) for group in different.values())
""",
    "a class": """
class Sets:
    def __init__(self):
        self.up, self.size = {}, {}

    def find(self, node):
        self.up.setdefault(node, node)
        path = []
        while self.up[node] != node:
            path.append(node)
            node = self.up[node]
        for passed in path:
            self.up[passed] = node
        return node

    def join(self, one, two):
        one, two = self.find(one), self.find(two)
        if one != two:
            if self.size.get(one, 1) < self.size.get(two, 1):
                one, two = two, one
            self.up[two] = one
            self.size[one] = self.size.get(one, 1) + self.size.get(two, 1)

def groups(records):
    sets = Sets()
    for row, (mail, phone) in enumerate(records):
        if mail:
            sets.join(("row", row), ("mail", mail))
        if phone:
            sets.join(("row", row), ("phone", phone))
    out = {}
    for row in range(len(records)):
        out.setdefault(sets.find(("row", row)), []).append(row)
    return [tuple(group) for group in out.values()]
""",
}
WRONG = {
    "both fields as one": (
        "example blanks two-become-one through-others in-order small-tables clinic",
        """
def groups(records):
    found = {}
    for row, fields in enumerate(records):
        found.setdefault(fields, []).append(row)
    return list(found.values())
""",
    ),
    "one pass of labels": (
        "example two-become-one through-others in-order small-tables",
        """
def groups(records):
    label, result = {}, []
    for row, (mail, phone) in enumerate(records):
        if mail is not None and ("m", mail) in label:
            number = label["m", mail]
        elif phone is not None and ("p", phone) in label:
            number = label["p", phone]
        else:
            number = len(result)
            result.append([])
        result[number].append(row)
        label["m", mail] = label["p", phone] = number
    return result
""",
    ),
    "missing is a value": ("example blanks in-order small-tables", "union-find", "if value is None:", "if False:"),
    "fields are mixed": ("typed-in-mail", "union-find", "(column, value)", "value"),
    "joins a row, not its group": (
        "example two-become-one through-others in-order small-tables",
        "union-find",
        "            one, two = sorted((root(row), root(other)))\n            parent[two] = one\n",
        "            parent[row] = root(other)\n",
    ),
    "groups as they are found": (
        "example two-become-one small-tables clinic",
        "walk",
        "    return result",
        "    return sorted(result, key=len)",
    ),
    "rows as they are found": (
        "example two-become-one through-others in-order small-tables",
        "walk",
        "result.append(sorted(group))",
        "result.append(group)",
    ),
    "singles left out": (
        "example blanks two-become-one typed-in-mail small-tables clinic",
        "walk",
        "    return result",
        "    return [group for group in result if group[1:]]",
    ),
    "last one first": (
        "example blanks two-become-one typed-in-mail in-order small-tables clinic",
        "walk",
        "    return result",
        "    return result[::-1]",
    ),
    "no step to the next": (
        "example two-become-one through-others in-order small-tables",
        """
def groups(records):
    out, seen = [], set()
    for row, fields in enumerate(records):
        if row in seen:
            continue
        same = [
            other
            for other, theirs in enumerate(records)
            if other == row or any(a is not None and a == b for a, b in zip(fields, theirs))
        ]
        seen.update(same)
        out.append(same)
    return out
""",
    ),
    "goes down by calls": (
        "clinic",
        """
def groups(records):
    rows_with = {}
    for row, fields in enumerate(records):
        for key in enumerate(fields):
            if key[1] is not None:
                rows_with.setdefault(key, []).append(row)
    seen = set()

    def visit(row, group):
        seen.add(row)
        group.append(row)
        for key in enumerate(records[row]):
            for other in rows_with.get(key, ()):
                if other not in seen:
                    visit(other, group)
        return group

    return [sorted(visit(row, [])) for row in range(len(records)) if row not in seen]
""",
    ),
}
SLOW = {
    "labels exchanged": """
def groups(records):
    label, first = list(range(len(records))), {}
    for row, fields in enumerate(records):
        for key in enumerate(fields):
            if key[1] is None:
                continue
            old, new = label[row], label[first.setdefault(key, row)]
            if old != new:
                label = [min(old, new) if one in (old, new) else one for one in label]
    members = {}
    for row, one in enumerate(label):
        members.setdefault(one, []).append(row)
    return list(members.values())
""",
}
