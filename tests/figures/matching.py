"""名寄せ: which businesses are one. Only merge and unmerge events decide (programme 3.0); equal corporate
numbers lead to a proposal that somebody decides, and 個人→法人成り is a succession, never a merge."""


def merges_in_force(known):
    """{absorbed: surviving}"""
    undone = {event["merge"] for event in known if event.type == "business.unmerged"}
    parent = {}
    for event in known:
        if event.type == "business.merged" and event.id not in undone:
            parent[event["absorbed_id"]] = event["business_id"]
    return parent


def representative(known, business):
    """Root of the business's merge tree."""
    parent, seen = merges_in_force(known), {business}
    while business in parent:
        business = parent[business]
        if business in seen:
            raise ValueError(f"merge cycle at {business}")
        seen.add(business)
    return business


def members(known, root):
    """All businesses that the root stands for, itself included."""
    parent = merges_in_force(known)
    everybody = {root} | set(parent) | set(parent.values())
    return sorted(business for business in everybody if representative(known, business) == root)


def check_digit(base):
    """Of the twelve digits after the check digit (ministerial order; Pn from the right, Qn 1, 2, 1, 2 …)."""
    total = 0
    for n, digit in enumerate(reversed(base), start=1):
        total += int(digit) * (1 if n % 2 == 1 else 2)
    return 9 - total % 9


def is_corporate_number(text):
    if len(text) != 13 or not (text.isascii() and text.isdigit()):
        return False
    return int(text[0]) == check_digit(text[1:])
