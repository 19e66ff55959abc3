import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { createInflateRaw } from "node:zlib";

interface Member {
  method: number;
  compressedSize: number;
  size: number;
  headerOffset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record is 22 bytes and a comment of up to 65,535. */
const LONGEST_END = 22 + 0xffff;

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw new Error("the archive is cut short");
  return buffer;
}

async function readDirectory(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - LONGEST_END), Math.min(size, LONGEST_END));
  for (let at = tail.length - 22; at >= 0; at--)
    if (tail.readUInt32LE(at) === END)
      return readAt(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  throw new Error("this is no zip archive");
}

function findMember(directory: Buffer, name: string): Member {
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === CENTRAL;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const extras = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (directory.toString("utf8", at + 46, at + 46 + nameLength) === name)
      return {
        method: directory.readUInt16LE(at + 10),
        compressedSize: directory.readUInt32LE(at + 20),
        size: directory.readUInt32LE(at + 24),
        headerOffset: directory.readUInt32LE(at + 42),
      };
    at += 46 + nameLength + extras;
  }
  throw new Error(`the archive has no member ${name}`);
}

/** One member of a zip archive as a stream of its bytes, unpacked piece by piece. No zip64, no encryption. */
export async function* readZipMember(archive: string, name: string): AsyncGenerator<Buffer> {
  const file = await open(archive);
  let start: number;
  let member: Member;
  try {
    member = findMember(await readDirectory(file), name);
    const header = await readAt(file, member.headerOffset, 30);
    if (header.readUInt32LE(0) !== LOCAL) throw new Error("the archive's directory is wrong");
    start = member.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
  if (member.method !== 0 && member.method !== 8)
    throw new Error(`unknown compression method ${member.method}`);
  const packed = createReadStream(archive, { start, end: start + member.compressedSize - 1 });
  if (member.method === 0) {
    yield* packed as AsyncIterable<Buffer>;
    return;
  }
  const unpacked = createInflateRaw({ chunkSize: 1 << 18 });
  packed.on("error", (error) => unpacked.destroy(error));
  try {
    yield* packed.pipe(unpacked) as AsyncIterable<Buffer>;
  } finally {
    packed.destroy();
  }
}
