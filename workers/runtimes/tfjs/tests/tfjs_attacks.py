"""Hostile TensorFlow.js answers: what each does, and the only way it may end. `f` is called once with x, a tensor of shape (2, 3).

`kind` is the outcome, `begins` how its message begins, `prints` what the attack must have printed about how far it came; ESCAPED
must never be printed. `layer` says what has to stop it.
"""

from dataclasses import dataclass

PRELUDE = """
import * as tf from '@tensorflow/tfjs';
const node = (name: string): any => require('node:' + name);
const attempt = (what: string, act: () => unknown) => {
  try { console.log('ESCAPED', what, String(act()).slice(0, 80)); }
  catch (error: any) { console.log(what, '->', error.code ?? error.name, String(error.message).slice(0, 80)); }
};
"""


@dataclass(frozen=True)
class Attack:
    id: str
    layer: str
    body: str
    kind: str
    begins: str = ""
    prints: str = ""
    wall_seconds: float = 20.0

    @property
    def source(self) -> str:
        return f"{PRELUDE}\nexport async function f(x: any): Promise<any> {{\n{self.body}\n}}\n"


def harmless(id, layer, body, prints=""):
    """Whatever it tries, its answer is judged like any other."""
    return Attack(id, layer, body + "\nreturn x.clone();", "returned", prints=prints)


def invalid(id, body, begins):
    return Attack(id, "judge: only tensors of the framework", body, "invalid_output", begins)


ALL = [
    harmless("JS-01-vm-escape", "nothing to escape from", """
        const vm = node('vm');
        const outer = vm.runInNewContext("this.constructor.constructor('return process')()");
        console.log('outer process', outer.pid);
        attempt('read', () => node('fs').readFileSync('/etc/passwd'));""", "outer process 1"),
    harmless("JS-02-prepare-stack-trace", "nothing to escape from", """
        const original = Error.prepareStackTrace;
        Error.prepareStackTrace = (_: any, sites: any) => sites;
        const sites: any = new Error().stack;
        attempt('frame', () => { const f = sites.at(-1).getFunction(); if (f === undefined) throw new Error('strict'); return f; });
        Error.prepareStackTrace = original;""", "frame -> Error strict"),
    harmless("JS-03-prototype-pollution", "judge in another process", """
        (Object.prototype as any).passed = true;
        (Object.prototype as any).verdict = 'accepted';
        (Array.prototype as any).every = () => true;
        (Object.prototype as any).get = () => 1;"""),
    Attack("JS-04-patched-builtins", "judge in another process", """
        Math.abs = () => 0; Number.isFinite = () => true; Array.isArray = (() => true) as any; JSON.stringify = () => '1';
        process.hrtime = (() => [0, 0]) as any; Object.entries = (() => []) as any; Buffer.prototype.writeUInt32LE = () => 0;
        return tf.zeros([2, 3]);""", "invalid_output"),
    Attack("JS-05-exit-with-forged-line", "judge: nonce in the header", """
        process.on('exit', () => { node('fs').writeSync(3, 'R'); });
        process.exit(0);""", "invalid_output"),
    Attack("process-exit", "judge: exit status", "process.exit(0);", "exited"),
    Attack("process-abort", "judge: wait status", "process.abort();", "exited"),
    Attack("JS-06-promise-never-settles", "judge's clock", "return new Promise(() => {});", "time_limit", wall_seconds=2),
    Attack("JS-06-microtask-starvation", "judge's clock", """
        setTimeout(() => console.log('ESCAPED: the event loop turned'), 1);
        for (;;) await null;""", "time_limit", wall_seconds=2),
    Attack("JS-06-atomics-wait", "judge's clock", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);", "time_limit", wall_seconds=2),
    Attack("endless-loop", "judge's clock", "for (;;);", "time_limit", wall_seconds=2),
    invalid("JS-07-duck-typed-tensor", "return { shape: [2, 3], dtype: 'float32', size: 6, dataSync: () => new Float32Array(6) };", "output must be a tf.Tensor, not a Object"),
    invalid("JS-07-forged-prototype", """
        const forged = Object.create(tf.Tensor.prototype);
        Object.assign(forged, { shape: [2, 3], dtype: 'float32', size: 6, dataId: {}, dataSync: () => new Float32Array(6) });
        return forged;""", "output is not a tensor that TensorFlow.js made"),
    invalid("JS-07-disposed", "const y = x.clone(); y.dispose(); return y;", "output is a tensor that was disposed"),
    invalid("JS-07-symbolic", "return tf.input({ shape: [3] });", "output must be a tf.Tensor"),
    invalid("JS-07-string-tensor", "return tf.tensor(['a', 'b']);", "output has dtype string"),
    invalid("JS-07-complex-tensor", "return tf.getBackend() === 'wasm' ? tf.tensor(['none']) : tf.complex(x, x);", "output has dtype"),
    invalid("JS-07-plain-array", "return await x.array();", "output must be a tf.Tensor, not a Array"),
    invalid("JS-07-typed-array", "return x.dataSync();", "output must be a tf.Tensor, not a Float32Array"),
    invalid("JS-07-nothing", "return undefined;", "output must be a tf.Tensor, not nothing"),
    invalid("JS-07-lying-shape", "Object.defineProperty(x, 'shape', { value: [1 << 30, 1 << 30] }); return x;", "output: its shape and its values disagree"),
    harmless("JS-10-loader-hooks", "files of the answer only", """
        require('node:module')._extensions['.js'] = () => {};
        process.env.NODE_OPTIONS = '--require /box/evil.js';
        attempt('own require', () => node('module').createRequire('/box/a.js')('./evil.js'));
        attempt('node_modules', () => require('express'));""", "Cannot find module 'express'"),
    harmless("JS-11-large-integers", "raw bytes", "const big = 2 ** 53 + 1; console.log(String(big));"),
    harmless("JS-12-dlopen", "second filter: no open", """
        attempt('dlopen', () => process.dlopen({ exports: {} } as any, '/usr/lib/x86_64-linux-gnu/libz.so.1'));
        attempt('own addon', () => process.dlopen({ exports: {} } as any, process.cwd() + '/lock.node'));""", "dlopen -> ERR_DLOPEN_FAILED"),
    harmless("JS-12-huge-wasm-memory", "memory limit", """
        attempt('wasm', () => {
          const memory = new WebAssembly.Memory({ initial: 16384 }); new Uint8Array(memory.buffer).fill(1); return memory.buffer.byteLength;
        });""", "wasm -> RangeError"),
    harmless("worker-threads", "second filter: no clone", """
        const { Worker } = node('worker_threads');
        await new Promise<void>((done) => {
          try {
            const worker = new Worker('console.log("ESCAPED worker")', { eval: true });
            worker.on('error', (error: any) => { console.log('worker ->', error.code); done(); });
            worker.on('exit', () => done());
          } catch (error: any) { console.log('worker ->', error.code); done(); }
        });""", "worker -> ERR_WORKER_INIT_FAILED"),
    harmless("read-files", "second filter: no open, no stat", """
        const fs = node('fs');
        for (const path of ['/etc/passwd', '/proc/self/environ', '/usr/lib/os-release', '/box', '/']) {
          attempt('open ' + path, () => fs.readFileSync(path));
          attempt('stat ' + path, () => fs.statSync(path));
          attempt('list ' + path, () => fs.readdirSync(path).join());
        }
        attempt('write', () => fs.writeFileSync('/box/a', 'x'));
        await fs.promises.readFile('/usr/lib/os-release').then(() => console.log('ESCAPED async'), (error: any) => console.log('async', error.code));
        console.log('environment', Object.keys(process.env).length, 'argv', process.argv.length);""", "open /usr/lib/os-release -> EPERM"),
    harmless("tensorflow-file-kernels", "second filter: no open", """
        const backend: any = tf.backend();
        if (backend.binding) {
          attempt('ReadFile', () => backend.executeSingleOutput('ReadFile', [], [tf.tensor('/usr/lib/os-release')]).dataSync());
        } else {
          console.log('ReadFile -> not in this backend');
        }""", "ReadFile ->"),
    Attack("tensorflow-write-kernel", "second filter: no open; TensorFlow tries for ever", """
        const backend: any = tf.backend();
        if (backend.binding) backend.executeMultipleOutputs('WriteFile', [], [tf.tensor('/box/a'), tf.tensor('b')], 0);
        for (;;);""", "time_limit", wall_seconds=2),
    Attack("tensorflow-thread-kernels", "second filter: no clone, and TensorFlow gives up", """
        const backend: any = tf.backend();
        if (!backend.binding) process.exit(1);
        backend.executeSingleOutput('MatchingFiles', [], [tf.tensor(['/usr/lib/*'])]).dataSync();""", "exited"),
    harmless("network", "second filter: no socket", """
        const net = node('net');
        await new Promise<void>((done) => {
          try {
            const socket = net.connect(9, '127.0.0.1');
            socket.on('error', (error: any) => { console.log('connect', error.code); done(); });
            socket.on('connect', () => { console.log('ESCAPED connected'); done(); });
          } catch (error: any) { console.log('connect', error.code); done(); }
        });
        await fetch('http://127.0.0.1:9/').then(() => console.log('ESCAPED fetched'), () => console.log('fetch refused'));
        await node('dns').promises.lookup('example.com').then(() => console.log('ESCAPED resolved'), (error: any) => console.log('dns', error.code));""",
        "fetch refused"),
    harmless("run-a-program", "both filters: no clone, no execve", """
        const child = node('child_process');
        attempt('exec', () => child.execFileSync('/usr/bin/env'));
        const { error } = child.spawnSync('/usr/bin/env');
        console.log('spawn', error?.code);""", "spawn E"),
    harmless("kill-others", "first filter: signals to itself only", """
        for (const pid of [-1, 0, 2, process.ppid || 12345]) attempt('kill ' + pid, () => process.kill(pid, 9));""", "kill -1 -> EPERM"),
    Attack("memory-javascript", "memory limit", """
        const held: unknown[] = [];
        for (;;) held.push(new Array(1e5).fill(1.5));""", "memory_limit"),
    Attack("memory-array-buffers", "memory limit", """
        const held: unknown[] = [];
        for (;;) held.push(new Uint8Array(32 << 20).fill(1));""", "memory_limit"),
    Attack("memory-tensors", "memory limit", """
        const held: unknown[] = [];
        for (;;) held.push(tf.ones([1 << 22]).add(held.length));""", "memory_limit"),
    Attack("output-too-large", "output arena", "return tf.zeros([1 << 22]);", "output_limit"),
    harmless("huge-stdout", "capped memory file", """
        for (let i = 0; i < 4000; i++) console.log('A'.repeat(1000));
        try { node('fs').writeSync(1, 'B'.repeat(70000)); } catch {}"""),
    Attack("forged-done", "judge: nonce in the header", "node('fs').writeSync(3, 'R'); for (;;);", "invalid_output", wall_seconds=5),
    Attack("forged-bytes", "judge: every field is checked", """
        const fs = node('fs');
        const header = Buffer.alloc(4096); header.write('GCAR'); header.writeUInt32LE(1, 4); header.writeUInt32LE(0xffffffff, 24);
        for (let fd = 4; fd < 60; fd++) { try { fs.writeSync(fd, header, 0, 4096, 0); } catch {} }
        fs.writeSync(3, 'R');
        for (;;);""", "invalid_output", wall_seconds=5),
    Attack("flood-the-channel", "judge: one message, then the end", "for (;;) node('fs').writeSync(3, 'Z'.repeat(1000));", "invalid_output", wall_seconds=5),
    Attack("close-the-channel", "judge: silence is an end", "node('fs').closeSync(3); for (;;);", "exited", wall_seconds=5),
    Attack("thrown-from-a-timer", "cell: an uncaught error ends the case", """
        setTimeout(() => { throw new Error('from nowhere'); }, 1);
        return new Promise(() => {});""", "raised", "Error: from nowhere"),
    Attack("throws-something-strange", "cell", "throw new Proxy({}, { get() { throw 1; } });", "raised", "Error: something was thrown"),
    Attack("stack-overflow", "engine", "const g = (): any => g(); return g();", "raised", "RangeError: Maximum call stack"),
]  # fmt: skip
