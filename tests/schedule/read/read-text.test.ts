import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentsOf } from '../../../schedule/read/folder.ts';
import { loadFile } from '../../../schedule/read/load-file.ts';
import { maxTextBytes, readText } from '../../../schedule/read/read-text.ts';
import { daySchema } from '../../../schedule/read/schema/campaign.ts';
import { asOrdinaryUser } from '../../support/ordinary-user.ts';

const folder = mkdtempSync(join(tmpdir(), 'emleknap-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('reading a text file', () => {
  it('gives its text without a byte order mark', async () => {
    expect(await readText(file('bom.yaml', '\uFEFFszöveg\n'))).toBe('szöveg\n');
    expect(await readText(file('empty.yaml', ''))).toBe('');
  });

  it('follows a link to a file', async () => {
    symlinkSync(file('target.yaml', 'szöveg'), join(folder, 'link.yaml'));
    expect(await readText(join(folder, 'link.yaml'))).toBe('szöveg');
  });

  it('takes a file of exactly the size that may be read, and none that is a byte larger', async () => {
    expect(await readText(file('most.yaml', 'a'.repeat(maxTextBytes)))).toHaveLength(maxTextBytes);
    expect(await readText(file('more.yaml', 'a'.repeat(maxTextBytes + 1)))).toMatchObject({
      reason: 'too-large',
      message: 'The file is larger than 512 KiB and was not read; make it smaller or move it away.',
    });
    expect(await readText(file('few.yaml', 'abcd'), 3)).toMatchObject({ reason: 'too-large' });
  });

  it('reads no more than it may of a file that does not say how large it is', async () => {
    expect(await readText('/proc/self/maps', 10)).toMatchObject({ reason: 'too-large' });
  });

  it('does not wait for what a pipe, a device, a socket or a link to one would give', async () => {
    const pipe = join(folder, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    const device = join(folder, 'zero.yaml');
    symlinkSync('/dev/zero', device);
    const socket = join(folder, 'socket.yaml');
    const server = createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    for (const path of [pipe, device, socket, '/dev/null']) {
      expect(await readText(path)).toEqual({
        reason: 'no-file',
        message: 'This is a pipe, a socket or a device and no file; put a text file in its place, or move it away.',
        line: 1,
      });
    }
    server.close();
  });

  it('says of everything else why it was not read', async () => {
    expect(await readText(folder)).toMatchObject({ reason: 'no-file', message: expect.stringContaining('a folder') });
    expect(await readText(join(folder, 'nowhere.yaml'))).toMatchObject({ reason: 'absent' });
    expect(await readText(join(file('plain', 'x'), 'below.yaml'))).toMatchObject({ reason: 'absent' });
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    expect(await readText(join(folder, 'loop.yaml'))).toMatchObject({
      reason: 'unreadable',
      message: expect.stringContaining('This link leads back to itself'),
    });
    expect(await readText('a\0b')).toMatchObject({ reason: 'unreadable' });
  });

  it('names the line that is not UTF-8, and the encoding where it can tell', async () => {
    const latin1 = Buffer.concat([Buffer.from('date: 1\n# á\n'), Buffer.from('sz\xF6veg\n', 'latin1')]);
    expect(await readText(file('latin1.yaml', latin1))).toEqual({
      reason: 'no-utf-8',
      message: 'The file is not UTF-8; save it as UTF-8.',
      line: 3,
    });
    for (const [name, bytes] of [
      ['utf16-bom', Buffer.from('\uFEFFdate: 1', 'utf16le')],
      ['utf16-be', Buffer.from('\uFEFFdate: 1', 'utf16le').swap16()],
      ['utf16', Buffer.from('date: 1', 'utf16le')],
    ] as const) {
      expect(await readText(file(name, bytes))).toMatchObject({ message: 'The file is in UTF-16; save it as UTF-8.' });
    }
  });

  it('becomes a Problem at that line of a campaign file', async () => {
    const loaded = await loadFile(file('bad.yaml', Buffer.from('date: 1956-10-23\n# \xE1\n', 'latin1')), daySchema);
    expect(loaded).toEqual({
      ok: false,
      problems: [
        {
          file: join(folder, 'bad.yaml'),
          line: 2,
          column: 1,
          rule: 'unreadable',
          message: 'The file is not UTF-8; save it as UTF-8.',
        },
      ],
    });
  });
});

describe('a file or folder that this user may not read', () => {
  it('says so and is not taken for one that is not there', async () => {
    const secret = file('secret.yaml', 'x');
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    for (const path of [secret, closed]) chmodSync(path, 0o000);
    await asOrdinaryUser([folder, secret, closed], async () => {
      expect(await readText(secret)).toMatchObject({
        reason: 'unreadable',
        message: 'The file may not be read by this user; change its permissions.',
      });
      expect(await contentsOf(closed)).toMatchObject({
        ok: false,
        problems: [{ file: closed, rule: 'unreadable', message: expect.stringContaining('cannot be read (EACCES)') }],
      });
    });
    chmodSync(closed, 0o755);
  });
});

describe('the contents of a folder', () => {
  it('are the files and folders in it, links as what they lead to, and nothing that programs leave behind', async () => {
    const lists = mkdtempSync(join(folder, 'lists-'));
    const left = ['.DS_Store', '._a.yaml', 'desktop.ini', 'Thumbs.db', '~$a.docx', 'a.yaml~', '.a.yaml.swp', 'Icon\r'];
    for (const name of [...left, 'b.yaml', 'a.yaml']) writeFileSync(join(lists, name), '');
    symlinkSync(folder, join(lists, 'c'));
    symlinkSync('nowhere', join(lists, 'd'));
    expect(await contentsOf(lists)).toEqual({
      ok: true,
      value: [
        { name: 'a.yaml', kind: 'file' },
        { name: 'b.yaml', kind: 'file' },
        { name: 'c', kind: 'folder' },
        { name: 'd', kind: 'other' },
      ],
    });
    expect(await contentsOf(join(lists, 'nowhere'))).toBeNull();
  });
});
