/** A feed and its entries; addresses are relative to the feed. */
export type Feed = {
  readonly id: string;
  readonly title: string;
  /** ISO, UTC. */
  readonly updated: string;
  readonly page: string;
  readonly entries: readonly FeedEntry[];
};

type FeedEntry = Omit<Feed, "entries"> & { readonly text: string };

/** An Atom feed (RFC 4287) as XML. */
export function atomFeed({ id, title, updated, page, entries }: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element("id", id),
    element("title", title),
    element("updated", updated),
    "<author><name>Riskbook</name></author>",
    '<link rel="self" type="application/atom+xml" href="feed.xml"/>',
    link(page),
    ...entries.map(entryXml),
    "</feed>",
    "",
  ].join("\n");
}

function entryXml({ id, title, updated, page, text }: FeedEntry): string {
  const parts = [
    element("id", id),
    element("title", title),
    element("updated", updated),
    link(page),
    element("summary", text),
  ];
  return `<entry>\n${parts.join("\n")}\n</entry>`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function link(page: string): string {
  return `<link rel="alternate" type="text/html" href="${escapeXml(page)}"/>`;
}

/** Text that XML can hold: signs of its own escaped, characters that it does not know left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
