// Dates are EDTF: they say what is known and no more (2024-06, XXXX-07-12, 2024-06-01/2024-06-05, 2024~).
const MONTH_DAY = /^XXXX-(\d\d)(?:-(\d\d))?$/;
const FULL = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

/** An EDTF date for reading; what is not understood is shown as it is. */
function formatDate(edtf) {
  if (!edtf) return "";
  if (edtf.includes("/")) return edtf.split("/").map((side) => formatDate(side.replace("..", "")) || "…").join(" – ");
  const plain = edtf.replace(/[?~%]/g, "");
  if (plain !== edtf) return t("approximately", formatDate(plain));
  const full = FULL.exec(edtf);
  if (full && Number(full[2] ?? 1) <= 12) {
    const [, year, month, day] = full;
    if (!month) return year;
    return calendar(year, month, day ?? "01", { year: "numeric", month: "short", ...(day && { day: "numeric" }) });
  }
  const yearless = MONTH_DAY.exec(edtf);
  if (yearless && Number(yearless[1]) <= 12) {
    const [, month, day] = yearless;
    return t("yearUnknown", calendar("2000", month, day ?? "01", { month: "long", ...(day && { day: "numeric" }) }));
  }
  return edtf;
}

function calendar(year, month, day, options) {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return `${year}-${month}-${day}`;
  const locale = language === "hi" ? "hi-IN-u-nu-latn" : "en-GB";
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(date);
}

/** The heading an event stands under in the timeline: year and month, as far as they are known. */
function monthOf(event) {
  const start = event.facts.date_start ?? event.facts.date_end;
  if (!start) return t("unknownDate");
  const [year, month] = start.split("-");
  const precise = event.facts.date_end?.startsWith(`${year}-${month}`) ?? false;
  return precise ? calendar(year, month, "01", { year: "numeric", month: "long" }) : year;
}
