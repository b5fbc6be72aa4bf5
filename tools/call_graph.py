# SPDX-License-Identifier: Apache-2.0
"""What a function of ours may come to call, read from the source: through types, attributes, callbacks and bases.

Nothing is run or imported. A name stands for what its annotation, its assignment or its constructor says it is; a
container for what it contains. Every function that is mentioned is taken to be called, so that callbacks count. Where a
type cannot be told, nothing is followed: tests compare what is found here with what real calls do.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Types = frozenset[str]
NOTHING: Types = frozenset()
# Methods of containers that give what is in them.
_OF_CONTAINERS = frozenset({"values", "items", "get", "pop", "popleft", "setdefault", "copy", "result"})


@dataclass
class Function:
    """A function or method; `owner` is the qualified name of its class, `outer` of the function that it stands in."""

    name: str
    module: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    owner: str = ""


@dataclass
class Class:
    """A class: its methods by name, its bases, and what is known of its attributes' types."""

    name: str
    module: str
    node: ast.ClassDef
    methods: dict[str, str] = field(default_factory=dict)
    annotated: dict[str, ast.expr] = field(default_factory=dict)
    subclasses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Mentions:
    """What the body of one function mentions: functions of ours, and attribute chains such as self._to.guest.GetGuest
    with the names that came from elsewhere (module.name)."""

    functions: frozenset[str]
    foreign: frozenset[str]
    chains: frozenset[tuple[str, ...]]


class Program:
    """Packages of ours as their source says they are."""

    def __init__(self, roots: Sequence[Path]) -> None:
        """`roots`: package folders, each named as the package is imported."""
        self._trees: dict[str, ast.Module] = {}
        self._names: dict[str, dict[str, str]] = {}
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self._attributes: dict[tuple[str, str], Types] = {}
        self._mentions: dict[str, Mentions] = {}
        for root in roots:
            for path in sorted(root.rglob("*.py")):
                if "migrations" not in path.parts:
                    self._trees[_module(root, path)] = ast.parse(path.read_text(encoding="utf-8"))
        for module, tree in self._trees.items():
            self._names[module] = dict(_imported(module, tree))
            self._define(module, tree.body)
        for each in list(self.classes.values()):
            for base in each.node.bases:
                for name in self.classes_in(each.module, base):
                    self.classes[name].subclasses.append(each.name)

    def _define(self, module: str, body: Sequence[ast.stmt], within: str = "", owner: str = "") -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{module}.{within}{node.name}"
                self.functions[name] = Function(name, module, node, owner)
                if owner:
                    self.classes[owner].methods.setdefault(node.name, name)
                elif not within:
                    self._names[module][node.name] = name
            elif isinstance(node, ast.ClassDef) and not within:
                name = f"{module}.{node.name}"
                self.classes[name] = Class(name, module, node)
                self._names[module][node.name] = name
                self._define(module, node.body, f"{node.name}.", name)
                for each in node.body:
                    if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                        self.classes[name].annotated[each.target.id] = each.annotation
            elif isinstance(node, ast.If | ast.Try):
                self._define(module, node.body, within, owner)

    # Names and types

    def resolved(self, module: str, name: str) -> str:
        """What a name of a module stands for: module.name, through modules that only pass it on."""
        found = self._names.get(module, {}).get(name, "")
        seen = set()
        while found and found not in self.functions and found not in self.classes and found not in seen:
            seen.add(found)
            at, _, last = found.rpartition(".")
            found_next = self._names.get(at, {}).get(last, "")
            if not found_next:
                return found
            found = found_next
        return found

    def classes_in(self, module: str, annotation: ast.expr | None) -> Types:
        """Every class of ours that an annotation mentions."""
        if annotation is None:
            return NOTHING
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            try:
                annotation = ast.parse(annotation.value, mode="eval").body
            except SyntaxError:
                return NOTHING
        found = set()
        for node in ast.walk(annotation):
            name = ""
            if isinstance(node, ast.Name):
                name = self.resolved(module, node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                name = f"{self.resolved(module, node.value.id)}.{node.attr}"
            if name in self.classes:
                found.add(name)
        return frozenset(found)

    def family(self, name: str) -> list[str]:
        """A class, its bases, and what is derived from it or has a Protocol's methods."""
        found: list[str] = []
        self._bases(name, found)
        waiting = [name]
        while waiting:
            each = waiting.pop()
            for derived in [*self.classes[each].subclasses, *self._alike(each)]:
                if derived not in found:
                    found.append(derived)
                    waiting.append(derived)
        return found

    def _bases(self, name: str, found: list[str]) -> None:
        if name not in found:
            found.append(name)
            for base in self.classes[name].node.bases:
                for each in sorted(self.classes_in(self.classes[name].module, base)):
                    self._bases(each, found)

    def _alike(self, name: str) -> list[str]:
        """The classes that have all methods of a Protocol, in its own package."""
        protocol = self.classes[name]
        if not any("Protocol" in ast.unparse(base) for base in protocol.node.bases) or not protocol.methods:
            return []
        package = name.partition(".")[0]
        wanted = set(protocol.methods)
        return [
            other.name
            for other in self.classes.values()
            if other.name.partition(".")[0] == package and wanted <= set(other.methods) and other.name != name
        ]

    def member(self, name: str, attribute: str) -> tuple[list[str], Types]:
        """The methods that `attribute` of a class may be, and the types that its value may have."""
        methods, types = [], NOTHING
        for each in self.family(name):
            if (method := self.classes[each].methods.get(attribute)) is not None:
                methods.append(method)
                function = self.functions[method]
                types |= self.classes_in(function.module, function.node.returns)
            else:
                types |= self._attribute(each, attribute)
        return methods, types

    def _attribute(self, name: str, attribute: str) -> Types:
        key = name, attribute
        if key not in self._attributes:
            self._attributes[key] = NOTHING  # for attributes that are made of themselves
            self._attributes[key] = self._told_of(name, attribute)
        return self._attributes[key]

    def _told_of(self, name: str, attribute: str) -> Types:
        found = self.classes[name]
        types = self.classes_in(found.module, found.annotated.get(attribute))
        for method in found.methods.values():
            function = self.functions[method]
            for node in ast.walk(function.node):
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                    if not any(_is_own(target, attribute) for target in targets):
                        continue
                    if isinstance(node, ast.AnnAssign):
                        types |= self.classes_in(found.module, node.annotation)
                    types |= _Body(self, function).type_of(node.value)
        return types

    # Calls

    def mentions(self, name: str) -> Mentions:
        """What one function mentions."""
        if name not in self._mentions:
            self._mentions[name] = _Body(self, self.functions[name]).mentions()
        return self._mentions[name]

    def reached(self, starts: Sequence[str], follow: Callable[[str], bool] = lambda _: True) -> Iterator[Mentions]:
        """What all functions mention that may come to be called from `starts`, these included; `follow` says which."""
        waiting, seen = list(starts), set(starts)
        while waiting:
            found = self.mentions(waiting.pop())
            yield found
            new = {name for name in found.functions - seen if follow(name)}
            seen |= new
            waiting += sorted(new)

    def of_class(self, name: str) -> list[str]:
        """All methods of a class and of its bases."""
        bases: list[str] = []
        self._bases(name, bases)
        return [method for each in bases for method in self.classes[each].methods.values()]


class _Body:
    """One function's body, and what its names stand for."""

    def __init__(self, program: Program, function: Function) -> None:
        self._program = program
        self._function = function
        self._types: dict[str, Types] = {}
        self._functions: set[str] = set()
        self._foreign: set[str] = set()
        self._chains: set[tuple[str, ...]] = set()
        self._know_names()

    def _know_names(self) -> None:
        for node in ast.walk(self._function.node):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                arguments = node.args
                for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                    self._add(argument.arg, self._program.classes_in(self._function.module, argument.annotation))
        if self._function.owner:
            self._add("self", frozenset({self._function.owner}))
            self._add("cls", frozenset({self._function.owner}))
        for _ in range(2):  # names that are made of names further down
            for node in ast.walk(self._function.node):
                self._know_assigned(node)

    def _know_assigned(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, self.type_of(node.value))
        elif isinstance(node, ast.AnnAssign):
            self._bind(node.target, self._program.classes_in(self._function.module, node.annotation))
            if node.value is not None:
                self._bind(node.target, self.type_of(node.value))
        elif isinstance(node, ast.NamedExpr):
            self._bind(node.target, self.type_of(node.value))
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            self._bind(node.target, self.type_of(node.iter))
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self._bind(node.optional_vars, self.type_of(node.context_expr))

    def _bind(self, target: ast.expr, types: Types) -> None:
        if isinstance(target, ast.Name):
            self._add(target.id, types)
        elif isinstance(target, ast.Tuple | ast.List):
            for each in target.elts:
                self._bind(each, types)

    def _add(self, name: str, types: Types) -> None:
        self._types[name] = self._types.get(name, NOTHING) | types

    def type_of(self, node: ast.expr) -> Types:
        """The classes that a value may be of, or contain."""
        program, module = self._program, self._function.module
        match node:
            case ast.Name():
                return self._types.get(node.id, NOTHING)
            case ast.Attribute():
                owners, types = self.type_of(node.value), NOTHING
                for each in owners:
                    types |= program.member(each, node.attr)[1]
                return types or (owners if node.attr in _OF_CONTAINERS else NOTHING)
            case ast.Call():
                called = self._named(node.func)
                if called in program.classes:
                    return frozenset({called})
                if called in program.functions:
                    function = program.functions[called]
                    return program.classes_in(function.module, function.node.returns)
                inner = [self.type_of(each) for each in node.args]
                return self.type_of(node.func).union(*inner)
            case ast.Await() | ast.Starred() | ast.Subscript() | ast.FormattedValue():
                return self.type_of(node.value)
            case ast.IfExp():
                return self.type_of(node.body) | self.type_of(node.orelse)
            case ast.BoolOp():
                return NOTHING.union(*(self.type_of(each) for each in node.values))
            case ast.Tuple() | ast.List() | ast.Set():
                return NOTHING.union(*(self.type_of(each) for each in node.elts))
            case ast.Dict():
                return NOTHING.union(*(self.type_of(each) for each in node.values))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return self.type_of(node.elt)
            case ast.DictComp():
                return self.type_of(node.value)
            case ast.NamedExpr():
                return self.type_of(node.value)
        return program.classes_in(module, node) if isinstance(node, ast.Constant) else NOTHING

    def _named(self, node: ast.expr) -> str:
        """The qualified name that an expression is, if it is one."""
        if isinstance(node, ast.Name):
            return self._program.resolved(self._function.module, node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in self._types:
            module = self._program.resolved(self._function.module, node.value.id)
            return self._program.resolved(module, node.attr) or f"{module}.{node.attr}" if module else ""
        return ""

    def mentions(self) -> Mentions:
        """What the body mentions."""
        for node in _expressions(self._function.node):
            named = self._named(node) if isinstance(node, ast.Name | ast.Attribute) else ""
            if named in self._program.functions:
                self._functions.add(named)
            elif named in self._program.classes:
                self._constructed(named)
            elif named:
                self._foreign.add(named)
            if isinstance(node, ast.Attribute):
                self._chains.add(_chain(node))
                for each in self.type_of(node.value):
                    self._functions.update(self._program.member(each, node.attr)[0])
            if isinstance(node, ast.Call):
                self._entered(node)
        return Mentions(frozenset(self._functions), frozenset(self._foreign), frozenset(self._chains))

    def _constructed(self, name: str) -> None:
        for method in ("__init__", "__post_init__", "__call__", "__aenter__", "__aexit__", "__enter__", "__exit__"):
            self._functions.update(self._program.member(name, method)[0])

    def _entered(self, node: ast.Call) -> None:
        for each in self.type_of(node.func):
            if isinstance(node.func, ast.Name | ast.Attribute):
                self._functions.update(self._program.member(each, "__call__")[0])


def _module(root: Path, path: Path) -> str:
    parts = path.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname or alias.name.partition(".")[0], alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield (alias.asname or alias.name, f"{node.module}.{alias.name}")


def _is_own(target: ast.expr, attribute: str) -> bool:
    if not isinstance(target, ast.Attribute) or target.attr != attribute:
        return False
    return isinstance(target.value, ast.Name) and target.value.id == "self"


def _chain(node: ast.expr) -> tuple[str, ...]:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    return (node.id if isinstance(node, ast.Name) else "", *names)


def _expressions(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """Everything in a body except annotations: a class that is only named as a type is not used."""
    waiting: list[ast.AST] = [*function.body, *function.decorator_list]
    while waiting:
        node = waiting.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns"):
                continue
            children = value if isinstance(value, list) else [value]
            waiting += [child for child in children if isinstance(child, ast.AST)]
