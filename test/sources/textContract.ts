import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { formatIssue } from "../../src/model/dataError.js";
import type { RecordBatch } from "../../loaders/sources/source.js";
import { names, readAll, rows, schema, sourceContract } from "./sourceContract.js";
import type { FileFormat } from "./sourceContract.js";
import { issuesOf, tempFolder } from "./tempFolder.js";

/** What it needs to know besides of a format that is text, a row a line. */
export type TextFormat = Omit<FileFormat, "write"> & {
  /** A file of these rows, one a line; a header takes line 1 where the format has one. */
  readonly write: (names: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** A line that is no row of the columns `id, note`, and why. */
  readonly unreadable: { readonly line: string; readonly reason: string };
};

/** Runs every promise of a Source, and those of texts, against an adapter. */
export function textContract(name: string, format: TextFormat): void {
  sourceContract(name, format);
  const { open, write, extension, firstLine } = format;
  const file = `a.${extension}`;
  const openIn = (dir: string, path = file) => open({ path: join(dir, path), schema });

  test(`${name}: a byte order mark, CRLF, gzip, blank lines and a missing last line end change no row`, async () => {
    const plain = write(names, rows);
    const dir = await tempFolder({
      [file]: plain,
      [`b.${extension}`]: `\uFEFF${plain}`,
      [`c.${extension}`]: plain.replaceAll("\n", "\r\n"),
      [`d.${extension}.gz`]: gzipSync(plain),
      [`e.${extension}`]: `${plain}\n\n`,
      [`f.${extension}`]: plain.trimEnd(),
    });
    const found = await Promise.all(
      [file, `b.${extension}`, `c.${extension}`, `d.${extension}.gz`, `e.${extension}`, `f.${extension}`].map(
        (path) => readAll(openIn(dir, path)),
      ),
    );
    for (const batches of found) expect(batches).toEqual(found[0]);
  });

  test(`${name}: read() rejects a row that cannot be read, says where, and goes on`, async () => {
    const text = write(names, [
      ["1", "x"],
      ["2", "MARK"],
      ["3", "z"],
    ]);
    const broken = text.replace(/.*MARK.*/, format.unreadable.line);
    const dir = await tempFolder({ [file]: broken });
    const [batch] = await readAll(openIn(dir));
    expect(batch?.columns["id"]).toEqual(["1", "3"]);
    expect(batch?.lines).toEqual([firstLine, firstLine + 2]);
    expect(issuesIn(batch, dir)).toEqual([`${file}:${firstLine + 1}: ${format.unreadable.reason}`]);
  });

  test(`${name}: read() rejects only the rows that are not UTF-8`, async () => {
    const bytes = Buffer.from(
      write(names, [
        ["1", "\uFFFD is a character"],
        ["2", "caf?"],
        ["3", "größer"],
      ]),
    );
    bytes[bytes.indexOf("caf?") + 3] = 0xe9; // é in Latin-1
    const dir = await tempFolder({ [file]: bytes });
    const [batch] = await readAll(openIn(dir));
    expect(batch?.columns).toEqual({ id: ["1", "3"], note: ["\uFFFD is a character", "größer"] });
    expect(issuesIn(batch, dir)[0]).toMatch(
      new RegExp(`^${file}:${firstLine + 1}: (note: )?expected UTF-8 text, got other bytes$`),
    );
  });

  test(`${name}: a file that holds only a byte order mark or is not gzip is refused by name`, async () => {
    const dir = await tempFolder({ [`b.${extension}`]: "\uFEFF", [`c.${extension}.gz`]: "plain" });
    expect(await issuesOf(dir, () => readAll(openIn(dir, `b.${extension}`)))).toEqual([
      `b.${extension}: ${format.empty}`,
    ]);
    expect(await issuesOf(dir, () => readAll(openIn(dir, `c.${extension}.gz`)))).toEqual([
      `c.${extension}.gz: expected gzip data, got something else (Z_DATA_ERROR)`,
    ]);
  });
}

function issuesIn(batch: RecordBatch | undefined, dir: string): string[] {
  return (batch?.rejected ?? []).map((issue) => formatIssue(issue).replaceAll(`${dir}/`, ""));
}
