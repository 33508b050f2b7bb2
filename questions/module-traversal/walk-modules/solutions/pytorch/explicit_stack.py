from torch import nn


def walk_modules(model: nn.Module, prefix: str, remove_duplicate: bool) -> list[tuple[str, nn.Module]]:
    found, seen, stack = [], [], [(prefix, model)]
    while stack:
        name, module = stack.pop()
        if remove_duplicate:
            if any(module is other for other in seen):
                continue
            seen.append(module)
        found.append((name, module))
        for key in reversed(list(module._modules)):
            child = module._modules[key]
            if isinstance(child, nn.Module):
                stack.append((".".join(part for part in (name, key) if part), child))
    return found
