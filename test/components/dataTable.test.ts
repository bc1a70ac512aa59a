import { expect, test } from "vitest";
import { dataTable } from "../../src/components/dataTable.js";
import { elementsOf } from "../../src/components/element.js";
import { document } from "./drawn.js";

const h = elementsOf(document);
const columns = [
  { label: "Name", cell: ({ name }: { name: string }) => name },
  {
    label: "Hits",
    title: "Items hit",
    numeric: true,
    cell: ({ name }: { name: string }) => String(name.length),
  },
];

test("dataTable() says so when there are no rows, in the words of the page", () => {
  expect(dataTable(h, [], { columns }).outerHTML).toBe('<p class="empty">No rows.</p>');
  expect(dataTable(h, [], { columns, caption: "Fruit", empty: "No fruit." }).outerHTML).toBe(
    '<p class="empty">No fruit.</p>',
  );
});

test("dataTable() has a caption, headings with their meaning, and numbers marked as such", () => {
  expect(dataTable(h, [{ name: "plum" }], { columns, caption: "Fruit" }).outerHTML).toBe(
    '<div class="table-scroll" tabindex="0" role="region" aria-label="Fruit"><table><caption>Fruit</caption>' +
      '<thead><tr><th scope="col">Name</th><th scope="col" class="number" title="Items hit">Hits</th></tr></thead>' +
      '<tbody><tr><td>plum</td><td class="number">4</td></tr></tbody></table></div>',
  );
});

test("dataTable() writes cells as text", () => {
  const html = dataTable(h, [{ name: '<b title="x">&</b>' }], { columns }).outerHTML;
  expect(html).toContain('<td>&lt;b title="x"&gt;&amp;&lt;/b&gt;</td>');
});
