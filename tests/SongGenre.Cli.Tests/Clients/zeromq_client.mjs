// Starts a kernel from its kernel.json the way VS Code's Jupyter extension does - by itself, with the npm package
// zeromq and no Python - and then executes, interrupts and stops it.
//
// Usage: node zeromq_client.mjs KERNEL_SPEC_FOLDER. Prints a JSON object of what happened; exits with 1 and says why
// when something did not.
import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zmq from "zeromq";

const Delimiter = "<IDS|MSG>";
const key = randomUUID();
const session = randomUUID();

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function sign(parts) {
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

async function send(socket, type, content) {
  const header = { msg_id: randomUUID(), session, username: "vscode", date: new Date().toISOString(), msg_type: type, version: "5.4" };
  const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
  await socket.send([Delimiter, sign(parts), ...parts]);
  return header.msg_id;
}

function read(frames) {
  const texts = frames.map((frame) => frame.toString("utf8"));
  const at = texts.indexOf(Delimiter);
  const parts = texts.slice(at + 2, at + 6);
  if (sign(parts) !== texts[at + 1]) throw new Error("a message has a wrong signature");
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part));
  return { header, parent, metadata, content, type: header.msg_type };
}

async function reply(socket, id) {
  for (;;) {
    const message = read(await socket.receive());
    if (message.parent.msg_id === id) return message;
  }
}

async function untilIdle(socket, id) {
  const messages = [];
  for (;;) {
    const message = read(await socket.receive());
    if (message.parent.msg_id !== id) continue;
    messages.push(message);
    if (message.type === "status" && message.content.execution_state === "idle") return messages;
  }
}

function expect(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`);
}

async function run(spec, folder) {
  const names = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];
  const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()])));
  const file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify({ ...ports, ip: "127.0.0.1", transport: "tcp", key, signature_scheme: "hmac-sha256", kernel_name: "csharp" }));
  const argv = spec.argv.map((argument) => argument.replace("{connection_file}", file));
  const kernel = spawn(argv[0], argv.slice(1), { cwd: folder, env: { ...process.env, ...spec.env }, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((done) => kernel.once("exit", (code) => done(code)));
  // Whatever goes wrong here, the kernel doesn't stay behind.
  process.once("exit", () => kernel.kill("SIGKILL"));
  const connect = (socket, name) => {
    socket.connect(`tcp://127.0.0.1:${ports[name]}`);
    return socket;
  };
  const shell = connect(new zmq.Dealer({ routingId: session }), "shell_port");
  const control = connect(new zmq.Dealer({ routingId: session }), "control_port");
  const iopub = connect(new zmq.Subscriber(), "iopub_port");
  iopub.subscribe();

  // Subscriptions take a moment: ask until an answer's busy and idle arrive too.
  const heard = new Set();
  const ready = (async () => {
    for (;;) {
      const message = read(await iopub.receive());
      if (message.type === "status" && message.content.execution_state === "idle" && heard.has(message.parent.msg_id)) return;
    }
  })();
  let info;
  const answered = (async () => {
    for (let tries = 0; tries < 100; tries++) {
      const id = await send(shell, "kernel_info_request", {});
      heard.add(id);
      info = await reply(shell, id);
      await new Promise((done) => setTimeout(done, 100));
      if (await Promise.race([ready.then(() => true), Promise.resolve(false)])) return;
    }
  })();
  await answered;
  await ready;
  expect("language", info.content.language_info.name, "csharp");

  const first = await send(shell, "execute_request", { code: "6 * 7", silent: false, store_history: true, user_expressions: {}, allow_stdin: true, stop_on_error: true });
  const shown = await untilIdle(iopub, first);
  expect("reply", (await reply(shell, first)).content.status, "ok");
  const result = shown.find((message) => message.type === "execute_result");
  expect("result", result?.content.data["text/plain"], "42");

  const endless = await send(shell, "execute_request", { code: "var kept = 1; Console.WriteLine(\"running\"); while (true) { }", silent: false, store_history: true, user_expressions: {}, allow_stdin: true, stop_on_error: true });
  // However long it takes to compile: an interruption before the first line leaves nothing to keep.
  for (let text = ""; !text.includes("running");) {
    const message = read(await iopub.receive());
    if (message.parent.msg_id === endless && message.type === "stream") text += message.content.text;
  }

  const stop = await send(control, "interrupt_request", {});
  expect("interrupt", (await reply(control, stop)).content.status, "ok");
  expect("interrupted cell", (await reply(shell, endless)).content.status, "error");
  await untilIdle(iopub, endless);

  const after = await send(shell, "execute_request", { code: "kept", silent: false, store_history: true, user_expressions: {}, allow_stdin: true, stop_on_error: true });
  const kept = (await untilIdle(iopub, after)).find((message) => message.type === "execute_result");
  expect("state after the interruption", kept?.content.data["text/plain"], "1");

  const shutdown = await send(control, "shutdown_request", { restart: false });
  expect("shutdown", (await reply(control, shutdown)).content.status, "ok");
  const code = await Promise.race([ended, new Promise((done) => setTimeout(() => done("still running"), 20_000))]);
  if (code === "still running") kernel.kill("SIGKILL");
  expect("exit code", code, 0);
  for (const socket of [shell, control, iopub]) socket.close();
  return { started: true, executed: "42", interrupted: true, kept: "1", stopped: code };
}

const folder = mkdtempSync(join(tmpdir(), "zeromq-"));
const limit = setTimeout(() => {
  console.error("nothing more came within 120 seconds");
  process.exit(1);
}, 120_000);
try {
  const spec = JSON.parse(readFileSync(join(process.argv[2], "kernel.json"), "utf8"));
  console.log(JSON.stringify(await run(spec, folder)));
} catch (failure) {
  console.error(String(failure.stack ?? failure));
  process.exitCode = 1;
} finally {
  clearTimeout(limit);
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
