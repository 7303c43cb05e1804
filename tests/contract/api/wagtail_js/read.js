// Reads all that the npm client can read, and prints it: URL and token are in the environment.
import { CMSClient } from "wagtail-js";

const client = new CMSClient({
  baseURL: process.env.CMS_URL,
  apiPath: "/api/v3",
  headers: { Authorization: `Bearer ${process.env.CMS_TOKEN}` },
  cache: "no-store",
});

const listed = [];
let total;
do {
  const part = await client.fetchPages({ limit: 20, offset: listed.length });
  listed.push(...part.items);
  total = part.count; // where v2 had meta.total_count
} while (listed.length < total);
const details = [];
for (const { id } of listed) details.push(await client.fetchPage(id));
console.log(
  JSON.stringify({
    listed,
    total,
    details,
    bySlug: await client.fetchPage("what-we-do"),
    images: await client.fetchImages({ limit: 2 }),
    documents: await client.fetchDocuments({ limit: 2 }),
  }),
);
