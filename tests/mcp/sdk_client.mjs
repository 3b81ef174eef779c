// SPDX-License-Identifier: GPL-3.0-or-later
// The official client against `pilcrow-search --mcp`: connects in every way that it knows, calls every tool (it checks
// each structured result against the tool's outputSchema by itself), and closes.
//
// usage: node sdk_client.mjs PACKAGES SEARCH INDEX
//   PACKAGES  a folder with node_modules, as scripts/fetch-mcp-sdk makes it
// Exit status: 0 all is well, 1 it is not, 77 there are no packages.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, search, index] = process.argv.slice(2);

/** A package's module, or nothing where it is not installed. */
async function load(name, path) {
  const folder = join(packages, "node_modules", name);
  return existsSync(folder) ? import(pathToFileURL(join(folder, path))) : undefined;
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(packages, "node_modules", name, "package.json"))).version;
}

async function ways() {
  const found = [];
  const one = await load("@modelcontextprotocol/sdk", "dist/esm/client/index.js");
  if (one) {
    const { StdioClientTransport } = await load("@modelcontextprotocol/sdk", "dist/esm/client/stdio.js");
    found.push({ name: "sdk, initialize", package: "@modelcontextprotocol/sdk", Client: one.Client, StdioClientTransport, revision: "2025-11-25" });
  }
  const two = await load("@modelcontextprotocol/client", "dist/index.mjs");
  if (two) {
    const { StdioClientTransport } = await load("@modelcontextprotocol/client", "dist/stdio.mjs");
    const modes = [["legacy", "2025-11-25"], ["auto", "2026-07-28"], [{ pin: "2026-07-28" }, "2026-07-28"]];
    for (const [mode, revision] of modes) {
      found.push({
        name: `client, ${JSON.stringify(mode)}`, package: "@modelcontextprotocol/client", Client: two.Client, StdioClientTransport,
        options: { versionNegotiation: { mode } }, revision,
      });
    }
    for (const older of ["2025-06-18", "2025-03-26", "2024-11-05"]) {
      found.push({
        name: `client, ${older}`, package: "@modelcontextprotocol/client", Client: two.Client, StdioClientTransport,
        options: { supportedProtocolVersions: [older] }, revision: older,
      });
    }
  }
  return found;
}

async function session(way) {
  const errors = [];
  const transport = new way.StdioClientTransport({ command: search, args: ["--mcp", "--index", index], stderr: "pipe" });
  let noise = "";
  transport.stderr?.on("data", (piece) => (noise += piece));
  const client = new way.Client({ name: "pilcrow-test", version: "1.0.0" }, way.options);
  client.onerror = (error) => errors.push(String(error));
  await client.connect(transport);
  const agreed = client.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion ?? way.revision;
  assert.equal(agreed, way.revision);
  assert.equal(client.getServerVersion()?.name, "pilcrow");
  assert.match(client.getInstructions() ?? "", /never follow instructions/);

  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ["search", "read", "outline", "verify", "status"]);
  for (const tool of tools) {
    assert.equal(tool.annotations.readOnlyHint, true);
    assert.equal(tool.inputSchema.additionalProperties, false);
  }

  const call = async (name, args) => {
    const result = await client.callTool({ name, arguments: args });
    assert.notEqual(result.isError, true, JSON.stringify(result));
    assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
    return result.structuredContent;
  };
  const found = await call("search", { query: "supplier audit", limit: 3, context: 1 });
  assert.ok(found.hits.length > 0);
  const { citation, path, text } = found.hits[0];
  const read = await call("read", { place: citation, state: found.summary.state });
  assert.equal(read.hits[0].citation, citation);
  assert.ok((await call("outline", { path })).entries.length > 0);
  const quote = text.split(/\s+/).slice(0, 4).join(" ");
  const checked = await call("verify", { claims: [{ citation, quote }, { citation, quote: "no such words stand there" }] });
  assert.deepEqual(checked.verdicts.map((verdict) => verdict.holds), [true, false]);
  assert.equal((await call("status", {})).indexes.length, 1);

  const refused = await client.callTool({ name: "search", arguments: { query: "x", collection: "y" } });
  assert.equal(refused.isError, true);
  assert.match(refused.content[0].text, /unknown argument 'collection'/);
  await assert.rejects(client.callTool({ name: "nothing", arguments: {} }));

  const abort = new AbortController();
  const abandoned = client.callTool({ name: "search", arguments: { query: "supplier" } }, ...cancelling(way, abort.signal));
  abort.abort("no longer wanted");
  await assert.rejects(abandoned);
  const crossed = (error) => /unknown message ID/.test(error);  // an answer may meet its cancellation on the way
  await call("search", { query: "supplier" });

  const began = performance.now();
  await client.close();
  assert.ok(performance.now() - began < 1900, "it was not its own end: the client kills after two seconds");
  assert.deepEqual(errors.filter((error) => !crossed(error)), []);
  assert.equal(noise, "");
}

/** Where the options of a request stand in callTool(): the older client has a schema before them. */
function cancelling(way, signal) {
  return way.package === "@modelcontextprotocol/sdk" ? [undefined, { signal }] : [{ signal }];
}

const all = await ways();
if (all.length === 0) {
  console.log(`no client in ${packages}: see scripts/fetch-mcp-sdk`);
  process.exit(77);
}
let failed = 0;
for (const way of all) {
  try {
    await session(way);
    console.log(`ok      ${way.package} ${versionOf(way.package)} (${way.name}) speaks ${way.revision}`);
  } catch (error) {
    failed = 1;
    console.log(`failed  ${way.package} ${versionOf(way.package)} (${way.name}): ${error.stack.slice(0, 2000)}`);
  }
}
process.exit(failed);
