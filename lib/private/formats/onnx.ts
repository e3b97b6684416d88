import { closeSync, fstatSync, openSync, readSync } from "fs";

/** What an ONNX file says of itself. */
export interface OnnxModel {
  /** Version of the file's own format. */
  readonly irVersion: number;
  /** Version of the operators of ONNX itself; 0 where it uses none. */
  readonly opset: number;
  /** Files beside it that hold weights. */
  readonly externalFiles: readonly string[];
}

/**
 * Fields of the messages, by number.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const MODEL = { irVersion: 1, graph: 7, opsetImport: 8, last: 25 };
const GRAPH = { initializer: 5 };
const TENSOR = { externalData: 13 };
const OPERATORS = { domain: 1, version: 2 };
const ENTRY = { key: 1, value: 2 };

/** Reads an ONNX file without its weights; undefined for another file. */
export function readOnnx(file: string): OnnxModel | undefined {
  const reader = new MessageReader(file);
  try {
    let irVersion = 0;
    let opset = 0;
    let hasGraph = false;
    const externalFiles = new Set<string>();
    for (const field of reader.fields(0, reader.size)) {
      if (field.number > MODEL.last) return undefined;
      if (field.number === MODEL.irVersion) irVersion = field.value;
      if (field.number === MODEL.opsetImport) opset = Math.max(opset, opsetOf(reader, field));
      if (field.number !== MODEL.graph) continue;
      hasGraph = true;
      for (const part of reader.fieldsOf(field)) {
        if (part.number === GRAPH.initializer) locationsOf(reader, part).forEach((name) => externalFiles.add(name));
      }
    }
    return hasGraph && irVersion > 0 ? { irVersion, opset, externalFiles: [...externalFiles].sort() } : undefined;
  } catch (error) {
    if (error instanceof NoMessage) return undefined;
    throw error;
  } finally {
    reader.close();
  }
}

function opsetOf(reader: MessageReader, field: Field): number {
  const parts = [...reader.fieldsOf(field)];
  const domain = parts.find(({ number }) => number === OPERATORS.domain);
  const isOnnx = domain === undefined || ["", "ai.onnx"].includes(reader.text(domain));
  return isOnnx ? (parts.find(({ number }) => number === OPERATORS.version)?.value ?? 0) : 0;
}

function locationsOf(reader: MessageReader, tensor: Field): string[] {
  return [...reader.fieldsOf(tensor)]
    .filter(({ number }) => number === TENSOR.externalData)
    .map((entry) => new Map(Array.from(reader.fieldsOf(entry), (part) => [part.number, reader.text(part)])))
    .flatMap((entry) => (entry.get(ENTRY.key) === "location" ? [entry.get(ENTRY.value) ?? ""] : []));
}

/** One field of a message. */
interface Field {
  readonly number: number;
  /** Of a number; of bytes, their length. */
  readonly value: number;
  /** Where bytes begin in the file; undefined for a number. */
  readonly start: number | undefined;
}

class NoMessage extends Error {}

const VARINT = 0;
const EIGHT_BYTES = 1;
const BYTES = 2;
const FOUR_BYTES = 5;

const WINDOW_BYTES = 65_536;

/**
 * Reads messages of Protocol Buffers from a file, by position: what is not asked for, such as weights, is not read.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
class MessageReader {
  public readonly size: number;
  private readonly descriptor: number;
  private readonly window = Buffer.alloc(WINDOW_BYTES);
  private windowStart = 0;
  private windowLength = 0;

  public constructor(file: string) {
    this.descriptor = openSync(file, "r");
    this.size = fstatSync(this.descriptor).size;
  }

  public close(): void {
    closeSync(this.descriptor);
  }

  /** @throws NoMessage where the bytes are none */
  public *fields(start: number, end: number): Generator<Field> {
    for (let position = start; position < end;) {
      const tag = this.varint(position, end);
      const number = Math.floor(tag.value / 8);
      const content = tag.end;
      switch (tag.value % 8) {
        case VARINT: {
          const { value, end: next } = this.varint(content, end);
          yield { number, value, start: undefined };
          position = next;
          break;
        }
        case BYTES: {
          const { value: length, end: begin } = this.varint(content, end);
          if (number === 0 || begin + length > end) throw new NoMessage();
          yield { number, value: length, start: begin };
          position = begin + length;
          break;
        }
        case EIGHT_BYTES:
          position = content + 8;
          break;
        case FOUR_BYTES:
          position = content + 4;
          break;
        default:
          throw new NoMessage();
      }
      if (position > end) throw new NoMessage();
    }
  }

  public fieldsOf({ start, value }: Field): Generator<Field> {
    if (start === undefined) throw new NoMessage();
    return this.fields(start, start + value);
  }

  public text({ start, value }: Field): string {
    if (start === undefined) throw new NoMessage();
    const bytes = Buffer.alloc(Math.min(value, WINDOW_BYTES));
    readSync(this.descriptor, bytes, 0, bytes.length, start);
    return bytes.toString("utf8");
  }

  private varint(start: number, end: number): { readonly value: number; readonly end: number } {
    let value = 0;
    for (let i = 0; i < 10 && start + i < end; i++) {
      const byte = this.byteAt(start + i);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, end: start + i + 1 };
    }
    throw new NoMessage();
  }

  private byteAt(position: number): number {
    if (position < this.windowStart || position >= this.windowStart + this.windowLength) {
      this.windowLength = readSync(this.descriptor, this.window, 0, WINDOW_BYTES, position);
      this.windowStart = position;
      // cut short while it is read
      if (this.windowLength === 0) throw new NoMessage();
    }
    return this.window[position - this.windowStart]!;
  }
}
