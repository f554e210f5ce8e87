import { type PlainKey, t } from '../../labels/labels.ts'
import table from '../../ui/table.module.css'
import styles from './people.module.css'

const roles = ['super-admin', 'account-access', 'user'] as const

/** The table behind `can()` and `canInAccount()` in words: super admin, account access, user. */
const rights: { right: PlainKey; answers: readonly [PlainKey, PlainKey, PlainKey] }[] = [
  { right: 'people.right.see', answers: ['people.every', 'people.every', 'people.chosen'] },
  { right: 'people.right.act', answers: ['people.chosen', 'people.chosen', 'people.chosen'] },
  { right: 'people.right.inbox', answers: ['people.yes', 'people.yes', 'people.no'] },
  { right: 'people.right.people', answers: ['people.yes', 'people.belowOwn', 'people.own'] },
  { right: 'people.right.account', answers: ['people.yes', 'people.no', 'people.no'] },
]

export function RolesTab() {
  return (
    <>
      <p className={styles.lead}>{t('people.rolesLead')}</p>
      <div className={table.card}>
        <table className={`${table.table} ${styles.rights}`}>
          <thead>
            <tr>
              <th scope="col">{t('people.right')}</th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  {t(`people.role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map(({ right, answers }) => (
              <tr key={right}>
                <th scope="row">{t(right)}</th>
                {answers.map((answer, index) => (
                  <td key={roles[index]}>
                    <span className={styles.asPhone}>{t(`people.role.${roles[index] ?? 'user'}`)}: </span>
                    {t(answer)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
