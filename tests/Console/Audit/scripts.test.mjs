// The checks of the audit trail's pages as they are served, run by node. RETAIL_TEST_DATA names the folder of public vectors.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fromBase64, toBase64, toHex, utf8 } from './audit/bytes.js';
import { checkConsistency } from './audit/consistency-check.js';
import { checkEntry } from './audit/entry-check.js';
import { canonical } from './audit/jcs.js';
import { keepCheckpoint, keepKeys, keptCheckpoints } from './audit/kept.js';
import { leafHash, nodeHash, sha256, verifyConsistency, verifyInclusion } from './audit/merkle.js';
import { canVerify, parseKey, parseKeys, parseNote, quoted, readCheckpoint, signerOf } from './audit/note.js';
import { holds, open, shown, verdictOf } from './audit/steps.js';
import { bundlePath, entryOf } from './audit/tiles.js';

const memory = new Map();
globalThis.localStorage = { getItem: name => memory.get(name) ?? null, setItem: (name, value) => memory.set(name, value), removeItem: name => memory.delete(name) };

const data = process.env.RETAIL_TEST_DATA;

function probes(kind) {
  const folder = join(data, 'merkle-rfc6962', 'testdata', kind);
  return readdirSync(folder, { recursive: true }).filter(file => file.endsWith('.json')).map(file => {
    // Sizes of 64 bits do not fit into a double.
    const probe = JSON.parse(readFileSync(join(folder, file), 'utf8').replace(/"(leafIdx|treeSize|size1|size2)": ?(\d+)/g, '"$1": "$2"'));
    return { file, probe };
  });
}

const hash = text => fromBase64(text ?? '') ?? new Uint8Array(0);
const hashes = proof => (proof ?? []).map(hash);

describe('public vectors', { skip: data ? false : 'RETAIL_TEST_DATA is not set' }, () => {
  for (const [kind, count, verify] of [
    ['inclusion', 98, p => verifyInclusion(BigInt(p.leafIdx), BigInt(p.treeSize), hash(p.leafHash), hashes(p.proof), hash(p.root))],
    ['consistency', 98, p => verifyConsistency(BigInt(p.size1), BigInt(p.size2), hashes(p.proof), hash(p.root1), hash(p.root2))],
  ]) {
    it(`every probe of ${kind} gets the verdict that it carries`, async () => {
      const all = probes(kind);
      const wrong = [];
      for (const { file, probe } of all) {
        if (await verify(probe) === probe.wantErr) {
          wrong.push(file);
        }
      }
      assert.deepEqual(wrong, []);
      assert.equal(all.length, count);
      assert.ok(all.some(p => p.probe.wantErr) && all.some(p => !p.probe.wantErr));
    });
  }
});

describe('canonical JSON', () => {
  it('is the example of RFC 8785, section 3.2.2', () => {
    const value = JSON.parse('{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}');
    assert.equal(canonical(value), '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });
});

describe('signed notes', () => {
  // The example in the documentation of golang.org/x/mod/sumdb/note.
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const note = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('the published example holds, and with one letter changed it does not', async () => {
    assert.equal(await canVerify(), true);
    const keys = [await parseKey(key)];
    assert.equal((await signerOf(parseNote(note), keys)).outcome, 'signed');
    assert.equal((await signerOf(parseNote(note.replace('answer', 'Answer')), keys)).outcome, 'forged');
    assert.equal((await signerOf(parseNote(note), [await parseKey(await newKey('other').then(k => k.text))])).outcome, 'stranger');
  });

  it('a key whose id does not belong to it is none', async () => {
    assert.equal(await parseKey(key.replace('c74f20a3', 'c74f20a4')), null);
    assert.equal(await parseKeys(`${key}\nnot a key`), null);
    assert.equal(await parseKeys(''), null);
    assert.equal((await parseKeys(`${key}\n\n`)).length, 1);
  });

  it('a key is one word of a shell, whatever its name is', async () => {
    const key = await parseKey((await newKey("x';date;'")).text);
    assert.equal(quoted(key), `'x'\\'';date;'\\''${key.text.slice("x';date;'".length)}'`);
  });

  it('what is no note or no checkpoint is none', () => {
    for (const text of ['', 'a\nb\n', `${note}x`, 'log\n1\n\n\u2014 log AAAA\n', note]) {
      assert.equal(readCheckpoint(text), null);
    }
  });
});

describe('tiles', () => {
  it('the path of a bundle is that of C2SP tlog-tiles', () => {
    assert.equal(bundlePath(0n, 1n), 'tile/entries/000.p/1');
    assert.equal(bundlePath(255n, 256n), 'tile/entries/000');
    assert.equal(bundlePath(256n, 300n), 'tile/entries/001.p/44');
    assert.equal(bundlePath(1234067n * 256n, 1n << 40n), 'tile/entries/x001/x234/067');
  });

  it('a bundle that ends too early has no such entry', () => {
    const bundle = Uint8Array.from([0, 2, 65, 66, 0, 1, 67]);
    assert.deepEqual([...entryOf(bundle, 256n)], [65, 66]);
    assert.deepEqual([...entryOf(bundle, 257n)], [67]);
    assert.equal(entryOf(bundle, 258n), null);
    assert.equal(entryOf(bundle.slice(0, 6), 257n), null);
  });
});

describe('a verdict', () => {
  it('holds only when something was checked and every step ended well', () => {
    const [good, computed, left] = [holds('a', ''), shown('b', ''), open('c', '')];
    assert.equal(verdictOf([good, computed]).state, 'holds');
    for (const steps of [[], [computed], [good, left], [good, { state: undefined }]]) {
      assert.equal(verdictOf(steps).state, 'open');
    }
  });
});

describe('an entry', () => {
  it('holds, with the key that was kept', async () => {
    const log = await newLog(7);
    keepKeys(log.key.text);
    for (let index = 0; index < 7; index++) {
      const { steps } = await checkEntry(log.entry(index), log.platform());
      assert.deepEqual(steps.filter(s => s.state === 'fails' || s.state === 'open'), [], `entry ${index}`);
    }
  });

  it('holds only so far when the key came from the platform', async () => {
    const log = await newLog(3);
    const { steps } = await checkEntry(log.entry(1), log.platform());
    assert.equal(verdictOf(steps).state, 'open');
    assert.deepEqual(steps.filter(s => s.state === 'open').map(s => s.name), ['The key']);
  });

  it('whose body was erased still holds', async () => {
    const log = await newLog(3);
    keepKeys(log.key.text);
    const { steps } = await checkEntry({ ...log.entry(2), bodyState: 'erased', body: undefined, salt: undefined }, log.platform());
    assert.equal(verdictOf(steps).state, 'holds');
    assert.match(steps.find(s => s.name === 'What happened').text, /erased/);
  });

  const tampered = [
    ['a field on the page', log => [{ ...log.entry(3), actorRole: 'Platform.Admin' }, {}], ['What this page shows']],
    ['the body', log => [{ ...log.entry(3), body: { number: 4 } }, {}], ['What happened']],
    ['the leaf', log => [log.entry(3), { leaf: bytes => bytes.fill(65, 14, 15) }], ['What this page shows', 'Way to the root']],
    ['a hash of the proof', log => [log.entry(3), { proof: p => { p.hashes[1] = toBase64(new Uint8Array(32)); } }], ['Way to the root']],
    ['the length of the proof', log => [log.entry(3), { proof: p => { p.hashes.pop(); } }], ['Way to the root']],
    ['the size in the checkpoint', log => [log.entry(3), { proof: p => { p.checkpoint.note = p.checkpoint.note.replace('\n7\n', '\n6\n'); } }], ['Signature of the checkpoint', 'The key']],
    ['a signature', log => [log.entry(3), { proof: p => { p.checkpoint.note = p.checkpoint.note.replace(/.{8}==\n$/, 'AAAAAAA=\n').replace(/.{7}=\n$/, 'AAAAAAA=\n'); } }], ['Signature of the checkpoint', 'The key']],
  ];
  for (const [what, tamper, where] of tampered) {
    it(`does not hold when somebody changed ${what}, and says where`, async () => {
      const log = await newLog(7);
      keepKeys(log.key.text);
      const [entry, changes] = tamper(log);
      const { steps } = await checkEntry(entry, log.platform(changes));
      assert.deepEqual(steps.filter(s => s.state === 'fails').map(s => s.name), where);
    });
  }

  it('does not hold when key, checkpoint and proof were all replaced by those of another log', async () => {
    const log = await newLog(7);
    const other = await newLog(7, log.key.name);
    keepKeys(log.key.text);
    const { steps } = await checkEntry(other.entry(3), other.platform());
    assert.deepEqual(steps.filter(s => s.state === 'fails').map(s => s.name), ['Signature of the checkpoint', 'The key']);
    assert.match(steps.at(-2).text, /names a key that you do not keep/);
  });

  it('does not hold when the key that was kept signed it as the entry of a log of another name', async () => {
    const log = await newLog(7, 'elsewhere', await newKey('log'));
    keepKeys(log.key.text);
    const { steps } = await checkEntry(log.entry(3), log.platform());
    assert.deepEqual(steps.filter(s => s.state === 'fails').map(s => s.name), ['Signature of the checkpoint']);
  });

  it('does not hold when the log is shorter than, or other than, a checkpoint that was kept', async () => {
    const log = await newLog(7);
    keepKeys(log.key.text);
    keepCheckpoint({ origin: log.key.name, size: '9', root: 'aa', note: 'longer' });
    assert.match((await checkEntry(log.entry(3), log.platform())).steps.at(-1).text, /rolled back/);
    memory.delete('retail-audit.checkpoints');
    keepCheckpoint({ origin: log.key.name, size: '7', root: 'aa', note: 'other' });
    assert.match((await checkEntry(log.entry(3), log.platform())).steps.at(-1).text, /two stories/);
  });
});

describe('consistency', () => {
  it('holds from every size to every later one', async () => {
    const logs = [];
    const key = await newKey('log');
    for (let size = 1; size <= 9; size++) {
      logs.push(await newLog(size, 'log', key));
    }
    keepKeys(key.text);
    for (const older of logs) {
      for (const newer of logs.slice(logs.indexOf(older))) {
        const { steps } = await checkConsistency(older.note, newer.platform());
        assert.equal(verdictOf(steps).state, 'holds', `${older.size} to ${newer.size}`);
      }
    }
  });

  it('does not hold when the past was rewritten, and says that it is the older root', async () => {
    const key = await newKey('log');
    keepKeys(key.text);
    const [older, newer] = [await newLog(5, 'log', key), await newLog(9, 'log', key, 2)];
    const { steps } = await checkConsistency(older.note, newer.platform());
    assert.deepEqual(steps.filter(s => s.state === 'fails').map(s => s.name), ['The older root']);
  });

  it('does not hold when the log was rolled back, is another, or what was kept is signed by nobody', async () => {
    const key = await newKey('log');
    keepKeys(key.text);
    const [small, large] = [await newLog(5, 'log', key), await newLog(9, 'log', key)];
    assert.match((await checkConsistency(large.note, small.platform())).steps.at(-1).text, /rolled back/);
    assert.equal((await checkConsistency((await newLog(5, 'elsewhere')).note, large.platform())).steps.at(-1).name, 'One log');
    assert.equal((await checkConsistency((await newLog(5, 'log')).note, large.platform())).steps[0].state, 'fails');
    assert.equal((await checkConsistency('nonsense\n', large.platform())).steps[0].state, 'fails');
  });
});

describe('a consistency proof', () => {
  it('does not hold when the checkpoint that comes with it is of another log than the newest one', async () => {
    const key = await newKey('log');
    keepKeys(key.text);
    const [older, newer, other] = [await newLog(5, 'log', key), await newLog(9, 'log', key), await newLog(9, 'elsewhere', key)];
    keepKeys(key.text);
    const mixed = { json: asked => (asked === 'checkpoints/latest' ? newer : other).platform().json(asked) };
    const { steps } = await checkConsistency(older.note, mixed);
    assert.deepEqual(steps.filter(s => s.state === 'fails').map(s => s.name), ['One log']);
  });
});

describe('what the browser keeps', () => {
  it('a checkpoint is kept once, and of too many the first is never forgotten', () => {
    memory.clear();
    for (let size = 1; size <= 150; size++) {
      keepCheckpoint({ origin: 'log', size: String(size), root: `${size}`, note: `note ${size}` });
      keepCheckpoint({ origin: 'log', size: String(size), root: `${size}`, note: 'signed again' });
    }
    const kept = keptCheckpoints();
    assert.deepEqual([kept.length, kept[0].size, kept.at(-1).size], [100, '150', '1']);
  });
});

async function newKey(name) {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const bytes = Uint8Array.from([1, ...new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))]);
  const id = (await sha256(utf8(`${name}\n`), bytes)).slice(0, 4);
  return { name, id, pair, text: `${name}+${toHex(id)}+${toBase64(bytes)}` };
}

/** A log as the platform would answer for it, whose entries are made by their numbers; entry rewritten says something else than in other logs. */
async function newLog(size, name = 'retail-serverless/audit/test', given = null, rewritten = -1) {
  memory.clear();
  const key = given ?? await newKey(name);
  const salt = new Uint8Array(32).fill(7);
  const entries = await Promise.all(Array.from({ length: size }, async (_, index) => {
    const body = { number: index === rewritten ? -1 : index, text: 'a \u20ac' };
    return { v: 1, entryId: String(index).padStart(32, '0'), time: '2026-11-24T08:12Z', kind: 'chat.turn', model: null, policy: null, actorRole: 'shopper', subjectTag: null, bodyCommitment: toHex(await sha256(salt, utf8(canonical(body)))), body };
  }));
  const leaves = entries.map(({ body, ...leaf }) => utf8(canonical(leaf)));
  const leafHashes = await Promise.all(leaves.map(leafHash));

  // The definitions of RFC 9162, sections 2.1.1 and 2.1.3.1 and 2.1.4.1, word for word: slow and plain.
  const split = n => 2 ** (Math.ceil(Math.log2(n)) - 1);
  const root = async list => list.length === 1 ? list[0] : nodeHash(await root(list.slice(0, split(list.length))), await root(list.slice(split(list.length))));
  const path = async (m, list) => {
    const k = split(list.length);
    return list.length === 1 ? [] : m < k ? [...await path(m, list.slice(0, k)), await root(list.slice(k))] : [...await path(m - k, list.slice(k)), await root(list.slice(0, k))];
  };
  const subproof = async (m, list, whole) => {
    const k = split(list.length);
    return m === list.length ? (whole ? [] : [await root(list)])
      : m <= k ? [...await subproof(m, list.slice(0, k), whole), await root(list.slice(k))]
        : [...await subproof(m - k, list.slice(k), false), await root(list.slice(0, k))];
  };

  const text = `${name}\n${size}\n${toBase64(await root(leafHashes))}\n`;
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, key.pair.privateKey, utf8(text)));
  const note = `${text}\n\u2014 ${key.name} ${toBase64(Uint8Array.from([...key.id, ...signature]))}\n`;
  return {
    key, size, note,
    entry: index => ({ index, ...entries[index], bodyState: 'verified', salt: toBase64(salt) }),
    platform: (changes = {}) => ({
      async json(asked) {
        const [, index] = /^entries\/(\d+)\/proof$/.exec(asked) ?? [];
        if (index !== undefined) {
          const proof = { index: Number(index), hashes: (await path(Number(index), leafHashes)).map(toBase64), checkpoint: { note } };
          changes.proof?.(proof);
          return proof;
        }
        const [, from] = /^checkpoints\/consistency\?from=(\d+)$/.exec(asked) ?? [];
        return from !== undefined ? { hashes: (await subproof(Number(from), leafHashes, true)).map(toBase64), checkpoint: { note } }
          : asked === 'keys' ? { keys: [key.text] }
            : { note };
      },
      async bytes() {
        return Uint8Array.from(leaves.flatMap(leaf => {
          const bytes = Uint8Array.from(leaf);
          changes.leaf?.(bytes);
          return [bytes.length >> 8, bytes.length & 255, ...bytes];
        }));
      },
    }),
  };
}
