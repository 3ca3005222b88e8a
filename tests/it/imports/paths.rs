//! Parses the files of a crate and resolves the paths that they name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

use super::Sources;

/// Longest chain of re-exports that is followed.
const MAX_REEXPORTS: usize = 16;

/// A file that names something another file defines.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) file: String,
    pub(super) target: String,
    line: usize,
    path: String,
}

/// A path as it is written, with `use` trees expanded.
#[derive(Debug)]
pub(super) struct NamedPath {
    pub(super) file: String,
    pub(super) segments: Vec<String>,
    line: usize,
}

/// What the files of a crate name, tests left out.
#[derive(Debug, Default)]
pub(super) struct Crate {
    pub(super) imports: Vec<Import>,
    pub(super) paths: Vec<NamedPath>,
    pub(super) macros: Vec<NamedPath>,
    /// Places of unsafe code.
    pub(super) unsafe_code: Vec<String>,
}

impl Import {
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} imports `{}` of {}", self.place(), self.path, self.target)
    }
}

impl NamedPath {
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// A module, by its path from the root of the crate.
type ModulePath = Vec<String>;

#[derive(Debug, Default)]
struct Module {
    file: String,
    /// Items that the module defines.
    items: BTreeSet<String>,
    /// Names that the module imports, with the segments of the `use`.
    names: BTreeMap<String, Vec<String>>,
    /// Modules whose names are all imported.
    globs: Vec<Vec<String>>,
}

/// Reads a crate from its root file.
pub(super) fn read_crate(folder: &str, root: &str, sources: &Sources) -> Crate {
    let mut modules = BTreeMap::new();
    let mut files = Vec::new();
    let root = format!("{folder}/{root}");
    add_file(&root, folder, ModulePath::new(), sources, &mut modules, &mut files);
    let mut read = Crate::default();
    for (file, path, syntax) in &files {
        let mut visitor =
            Visitor { modules: &modules, file, module: path.clone(), read: &mut read };
        visitor.visit_file(syntax);
    }
    read
}

/// Adds the modules of a file, and the files of its child modules.
fn add_file(
    file: &str,
    folder: &str,
    path: ModulePath,
    sources: &Sources,
    modules: &mut BTreeMap<ModulePath, Module>,
    files: &mut Vec<(String, ModulePath, syn::File)>,
) {
    let text = sources.get(file).unwrap_or_else(|| panic!("{file} does not exist"));
    let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut children = Vec::new();
    add_items(file, &path, &syntax.items, modules, &mut children);
    files.push((file.to_owned(), path, syntax));
    for child in children {
        let below = format!("{folder}/{}", child.join("/"));
        let flat = format!("{below}.rs");
        let file = if sources.contains_key(&flat) { flat } else { format!("{below}/mod.rs") };
        add_file(&file, folder, child, sources, modules, files);
    }
}

/// Adds a module with its inline modules, and collects the child modules with a file of their own.
fn add_items(
    file: &str,
    path: &ModulePath,
    items: &[Item],
    modules: &mut BTreeMap<ModulePath, Module>,
    children: &mut Vec<ModulePath>,
) {
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    for item in items {
        match item {
            Item::Mod(inner) if !is_test(&inner.attrs) => {
                let mut below = path.clone();
                below.push(inner.ident.to_string());
                match &inner.content {
                    Some((_, items)) => add_items(file, &below, items, modules, children),
                    None => children.push(below),
                }
            }
            Item::Use(item) if !is_test(&item.attrs) => {
                for Used { segments, name } in expand(&item.tree) {
                    match name {
                        Some(name) => _ = module.names.insert(name, segments),
                        None => module.globs.push(segments),
                    }
                }
            }
            _ => module.items.extend(defined_name(item)),
        }
    }
    modules.insert(path.clone(), module);
}

fn is_test(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    };
    attributes.iter().any(is_test)
}

fn defined_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// A path of a `use` tree, with the name that it brings into scope; no name for a glob.
struct Used {
    segments: Vec<String>,
    name: Option<String>,
}

fn expand(tree: &UseTree) -> Vec<Used> {
    let mut used = Vec::new();
    expand_below(tree, &mut Vec::new(), &mut used);
    used
}

fn expand_below(tree: &UseTree, prefix: &mut Vec<String>, used: &mut Vec<Used>) {
    let mut add = |segment: Option<String>, name: Option<String>| {
        let segments: Vec<String> = prefix.iter().cloned().chain(segment).collect();
        let name = name.or_else(|| segments.last().cloned());
        used.push(Used { segments, name });
    };
    match tree {
        UseTree::Name(name) if name.ident == "self" => add(None, None),
        UseTree::Name(name) => add(Some(name.ident.to_string()), None),
        UseTree::Rename(name) if name.ident == "self" => add(None, Some(name.rename.to_string())),
        UseTree::Rename(name) => {
            add(Some(name.ident.to_string()), Some(name.rename.to_string()));
        }
        UseTree::Glob(_) => used.push(Used { segments: prefix.clone(), name: None }),
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            expand_below(&path.tree, prefix, used);
            prefix.pop();
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| expand_below(tree, prefix, used));
        }
    }
}

struct Visitor<'a> {
    modules: &'a BTreeMap<ModulePath, Module>,
    file: &'a str,
    module: ModulePath,
    read: &'a mut Crate,
}

impl Visitor<'_> {
    /// Records a path, and the import if it leads to another file.
    fn add(&mut self, segments: Vec<String>, line: usize) {
        let target = absolute(self.modules, &self.module, &segments)
            .and_then(|path| resolve(self.modules, &path, MAX_REEXPORTS));
        if let Some(target) = target.filter(|target| target != self.file) {
            let (file, path) = (self.file.to_owned(), segments.join("::"));
            self.read.imports.push(Import { file, target, line, path });
        }
        self.read.paths.push(NamedPath { file: self.file.to_owned(), segments, line });
    }

    /// Records the paths and macros in the tokens of a macro.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let ident = |at: usize| match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
            _ => None,
        };
        let is_mark = |at: usize, mark: char| matches!(tokens.get(at), Some(TokenTree::Punct(found)) if found.as_char() == mark);
        let mut at = 0;
        while at < tokens.len() {
            let line = tokens[at].span().start().line;
            if let TokenTree::Group(group) = &tokens[at] {
                self.add_tokens(group.stream());
            }
            let mut segments: Vec<String> = ident(at).into_iter().collect();
            while !segments.is_empty() && is_mark(at + 1, ':') && is_mark(at + 2, ':') {
                let Some(next) = ident(at + 3) else { break };
                segments.push(next);
                at += 3;
            }
            if segments.len() == 1 && is_mark(at + 1, '!') {
                self.add_macro(segments, line);
            } else if segments.len() > 1 {
                self.add(segments, line);
            }
            at += 1;
        }
    }

    fn add_macro(&mut self, segments: Vec<String>, line: usize) {
        self.read.macros.push(NamedPath { file: self.file.to_owned(), segments, line });
    }

    fn add_unsafe(&mut self, span: proc_macro2::Span) {
        self.read.unsafe_code.push(format!("{}:{}", self.file, span.start().line));
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let Some(token) = &item.unsafety {
            self.add_unsafe(token.span);
        }
        if !is_test(&item.attrs) {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if is_test(&item.attrs) {
            return;
        }
        let mut lines = UseLines::default();
        lines.visit_use_tree(&item.tree);
        for (Used { mut segments, name }, line) in expand(&item.tree).into_iter().zip(lines.0) {
            // A module that re-exports names of its children does not depend on them.
            let hands_on = !matches!(item.vis, Visibility::Inherited)
                && absolute(self.modules, &self.module, &segments).is_some_and(|path| {
                    path.len() > self.module.len() + 1 && path.starts_with(&self.module)
                });
            if !hands_on {
                if name.is_none() && segments[0] == "std" {
                    segments.push("*".to_owned());
                }
                self.add(segments, line);
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.add(segments, path.segments[0].ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    /// `pub(super)` imports nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(last) = call.path.segments.last() {
            self.add_macro(vec![last.ident.to_string()], last.ident.span().start().line);
        }
        self.add_tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.add_unsafe(block.unsafe_token.span);
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if let Some(token) = &signature.unsafety {
            self.add_unsafe(token.span);
        }
        visit::visit_signature(self, signature);
    }
}

/// The lines of the leaves of a `use` tree, in order.
#[derive(Default)]
struct UseLines(Vec<usize>);

impl<'ast> Visit<'ast> for UseLines {
    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.0.push(name.ident.span().start().line);
    }

    fn visit_use_rename(&mut self, name: &'ast syn::UseRename) {
        self.0.push(name.ident.span().start().line);
    }

    fn visit_use_glob(&mut self, glob: &'ast syn::UseGlob) {
        self.0.push(glob.star_token.span.start().line);
    }
}

/// Returns the path from the root of the crate; `None` for a path that leads out of the crate or to a local name.
fn absolute(
    modules: &BTreeMap<ModulePath, Module>,
    module: &ModulePath,
    segments: &[String],
) -> Option<Vec<String>> {
    let mut base = module.clone();
    let mut rest = segments;
    match segments.first()?.as_str() {
        "crate" => {
            base.clear();
            rest = &segments[1..];
        }
        "self" => rest = &segments[1..],
        "super" => {
            while rest.first().is_some_and(|segment| segment == "super") {
                base.pop()?;
                rest = &rest[1..];
            }
        }
        first => {
            let known = modules.get(module)?;
            let mut child = module.clone();
            child.push(first.to_owned());
            let imported = known.names.get(first).is_some_and(|path| path[0] != first);
            if !modules.contains_key(&child) && !imported {
                return None;
            }
        }
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// Returns the file that defines what a path from the root names, through at most `n_reexports` re-exports.
fn resolve(
    modules: &BTreeMap<ModulePath, Module>,
    path: &[String],
    n_reexports: usize,
) -> Option<String> {
    let mut at = ModulePath::new();
    for (number, segment) in path.iter().enumerate() {
        at.push(segment.clone());
        if modules.contains_key(&at) {
            continue;
        }
        at.pop();
        let module = &modules[&at];
        let follow = |target: &[String], rest: &[String]| {
            let mut target = absolute(modules, &at, target)?;
            target.extend(rest.iter().cloned());
            resolve(modules, &target, n_reexports.checked_sub(1)?)
        };
        if let Some(target) = module.names.get(segment) {
            return follow(target, &path[number + 1..]);
        }
        if !module.items.contains(segment) {
            let of_glob = |glob: &Vec<String>| {
                let below = absolute(modules, &at, glob)?;
                modules.get(&below)?.items.contains(segment).then(|| glob.clone())
            };
            if let Some(glob) = module.globs.iter().find_map(of_glob) {
                return follow(&glob, &path[number..]);
            }
        }
        return Some(module.file.clone());
    }
    Some(modules[&at].file.clone())
}
