import { t } from '../../labels/labels.ts'

/** The first names of a list, and how many more there are. */
export function firstFew(names: readonly string[], count: number): string {
  const first = names.slice(0, count).join(', ')
  return names.length > count ? t('access.teamMore', { names: first, count: names.length - count }) : first
}
