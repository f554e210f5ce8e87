import { Armchair, Ban, Ellipsis, RotateCcw, ShieldCheck, UserMinus, Users } from 'lucide-react'
import { useSession } from '../../data/session.ts'
import type { Person, PersonDetails } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuNote, MenuSeparator } from '../../ui/menu.tsx'
import { isSuperAdmin } from '../menu.ts'
import type { PersonAction } from './person-dialog.tsx'

type PersonMenuProps = { person: Person; details: PersonDetails; onAsk: (action: PersonAction) => void }

/** What may be done with somebody; where nothing may, the reason. */
export function PersonMenu({ person, details, onAsk }: PersonMenuProps) {
  const { user } = useSession()
  const label = t('people.actions', { name: person.name })
  return (
    <Menu
      label={label}
      align="end"
      trigger={(props) => <IconButton {...props} label={label} icon={Ellipsis} size="sm" />}
    >
      {details.mayManage ? (
        <>
          <MenuItem icon={ShieldCheck} onSelect={() => onAsk('role')}>
            {t('people.changeRole')}
          </MenuItem>
          <MenuItem icon={Armchair} onSelect={() => onAsk('seat')}>
            {t('people.changeSeat')}
          </MenuItem>
          <MenuItem icon={Users} onSelect={() => onAsk('teams')}>
            {t('people.changeTeams')}
          </MenuItem>
          <MenuSeparator />
          {person.isActive ? (
            <MenuItem icon={Ban} onSelect={() => onAsk('deactivate')}>
              {t('people.deactivate')}
            </MenuItem>
          ) : (
            <MenuItem icon={RotateCcw} onSelect={() => onAsk('reactivate')}>
              {t('people.reactivate')}
            </MenuItem>
          )}
          {isSuperAdmin(user) && (
            <MenuItem icon={UserMinus} onSelect={() => onAsk('remove')}>
              {t('people.remove')}
            </MenuItem>
          )}
        </>
      ) : (
        <MenuNote>{t('problem.notAllowed')}</MenuNote>
      )}
    </Menu>
  )
}
