// Reads a collection with Bruno's own reader and writes it with its own writer, as its window does on save.
// node filestore.js MODULES FOLDER OUT: prints one JSON object, file to what was read.
const fs = require('node:fs');
const path = require('node:path');
const [modules, folder, out] = process.argv.slice(2);
const store = require(path.join(modules, '@usebruno', 'filestore'));
const yml = { format: 'yml' };
const kinds = [
  [/(^|\/)opencollection\.yml$/, (text) => store.parseCollection(text, yml),
    (found) => store.stringifyCollection(found.collectionRoot, found.brunoConfig, yml)],
  [/(^|\/)folder\.yml$/, (text) => store.parseFolder(text, yml), (found) => store.stringifyFolder(found, yml)],
  [/^environments\//, (text) => store.parseEnvironment(text, yml), (found) => store.stringifyEnvironment(found, yml)],
  [/\.yml$/, (text) => store.parseRequest(text, yml), (found) => store.stringifyRequest(found, yml)]
];
const found = {};
for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const key = path.relative(folder, file).split(path.sep).join('/');
  if (!entry.isFile() || key.startsWith('.')) continue;
  const target = path.join(out, key);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const kind = kinds.find(([pattern]) => pattern.test(key));
  if (!kind) {
    fs.copyFileSync(file, target);
    continue;
  }
  found[key] = kind[1](fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(target, kind[2](found[key]));
}
process.stdout.write(JSON.stringify(found));
