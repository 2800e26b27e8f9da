// How long money lasts. Figures are dollars: { savings, burn: a month's spending less other income, weekly: unemployment
// pay, weeks: how many of them are paid, waits: unpaid weeks before the first }.
export const DAYS_IN_MONTH = 365.25 / 12
const MAX_DAYS = 365 * 10

export function moneyLeft(figures, days, hasBenefits) {
  const paidDays = Math.min(Math.max(days - 7 * figures.waits, 0), figures.weeks * 7)
  return figures.savings - (figures.burn / DAYS_IN_MONTH) * days + (hasBenefits ? (figures.weekly / 7) * paidDays : 0)
}

export function daysUntilEmpty(figures, hasBenefits) {
  for (let days = 1; days <= MAX_DAYS; days++) if (moneyLeft(figures, days, hasBenefits) <= 0) return days
  return null
}
