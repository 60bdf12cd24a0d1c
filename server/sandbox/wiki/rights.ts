// Which rights an account of the sandbox wiki has. Order and content as a MediaWiki 1.43 with OAuth
// and CentralAuth listed them in an identify token on 2026-11-23; nothing here grants anything.

/** Of the global group `steward`. `centralauth-lock` is what a gadget line may ask for. */
export const stewardRights: readonly string[] = [
	'block', 'centralauth-lock', 'centralauth-rename', 'centralauth-suppress', 'centralauth-unmerge',
	'delete', 'editinterface', 'globalgroupmembership', 'globalgrouppermissions', 'userrights'
];

/** Of every registered, autoconfirmed account. */
export const userRights: readonly string[] = [
	'createaccount', 'read', 'edit', 'createpage', 'createtalk', 'viewmyprivateinfo',
	'editmyprivateinfo', 'editmyoptions', 'centralauth-merge', 'echo-read-notifications', 'move',
	'move-subpages', 'move-rootuserpages', 'move-categorypages', 'movefile', 'upload', 'reupload',
	'reupload-shared', 'minoredit', 'editmyusercss', 'editmyuserjson', 'editmyuserjs',
	'editmyuserjsredirect', 'sendemail', 'applychangetags', 'changetags', 'editcontentmodel',
	'viewmywatchlist', 'editmywatchlist', 'mwoauthproposeconsumer', 'mwoauthupdateownconsumer',
	'mwoauthmanagemygrants', 'autoconfirmed', 'editsemiprotected'
];

/** Of everybody, temporary accounts included. */
export const anonymousRights: readonly string[] = [ 'createaccount', 'read', 'edit', 'createpage', 'createtalk' ];
