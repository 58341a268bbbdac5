// Dates are EDTF: they say what is known and no more (2024-06, XXXX-07-12, 2024-06-01/2024-06-05, 2024~).
const MONTH_DAY = /^XXXX-(\d\d)(?:-(\d\d))?$/;
const FULL = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

/** An EDTF date for reading; what is not understood is shown as it is. */
function formatDate(edtf) {
  if (!edtf) return "";
  if (edtf.includes("/")) return formatInterval(...edtf.split("/"));
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

function formatInterval(start, end) {
  const [from, to] = [start, end].map((side) => formatDate(side.replace("..", "")));
  if (!from || !to) return from ? t("since", from) : t("until", to);
  if (FULL.exec(start)?.[3] && FULL.exec(end)?.[3]) {
    const days = [start, end].map((side) => new Date(`${side}T00:00:00Z`));
    if (days.every((day) => !Number.isNaN(day.getTime())) && days[0] <= days[1]) {
      return calendarOf({ year: "numeric", month: "short", day: "numeric" }).formatRange(...days);
    }
  }
  return t("span", from, to);
}

function calendar(year, month, day, options) {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return `${year}-${month}-${day}`;
  return calendarOf(options).format(date);
}

const calendarOf = (options) => new Intl.DateTimeFormat(language === "hi" ? "hi-IN-u-nu-latn" : "en-GB", { ...options, timeZone: "UTC" });

/** The heading an event stands under in the timeline: year and month, as far as they are known. */
function monthOf(event) {
  const start = event.facts.date_start ?? event.facts.date_end;
  if (!start) return t("unknownDate");
  const [year, month] = start.split("-");
  const precise = event.facts.date_end?.startsWith(`${year}-${month}`) ?? false;
  return precise ? calendar(year, month, "01", { year: "numeric", month: "long" }) : year;
}
