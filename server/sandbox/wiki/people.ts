// The people of the sandbox wiki: one account for every case that Page SRE must tell apart.
// Invented names; central IDs begin where no real wiki's would be mistaken for them.

export interface GroupMembership {
	group: string;
	/** ISO 8601, or `infinity` as CentralAuth's API writes it. */
	expiry: string;
}

export interface Person {
	centralId: number;
	/** The wiki's own id, which is never the central one. */
	localId: number;
	name: string;
	/** For whoever tries the sandbox: who this is, in a few words. */
	about: string;
	gender: 'male' | 'female' | 'unknown';
	emailable: boolean;
	emailConfirmed: boolean;
	editCount: number;
	/** ISO 8601, both of the global and of the local account. */
	registered: string;
	globalGroups: GroupMembership[];
	locked: boolean;
	suppressed: boolean;
	/** Without it the group `steward` gives no rights, although it is listed everywhere. */
	secondFactor: boolean;
	temporary: boolean;
}

/** Of every account there; it protects nothing. */
export const sandboxPassword = 'sandbox';

const plain = {
	gender: 'unknown',
	emailable: true,
	emailConfirmed: true,
	locked: false,
	suppressed: false,
	secondFactor: true,
	temporary: false
} as const;

const forEver: GroupMembership = { group: 'steward', expiry: 'infinity' };

/** A fresh copy for every wiki: accounts change while it runs. */
export function sandboxPeople(): Person[] {
	return [
		{
			...plain, centralId: 50001, localId: 3, name: 'Steward Foo', about: 'a steward',
			editCount: 48211, registered: '2009-04-11T08:15:02Z', globalGroups: [ { ...forEver } ]
		},
		{
			...plain, centralId: 50002, localId: 4, name: 'Former Bar', about: 'a steward until last year', gender: 'female',
			editCount: 20944, registered: '2007-10-30T19:40:55Z', globalGroups: []
		},
		{
			...plain, centralId: 50003, localId: 5, name: 'Plain Baz', about: 'an account without any group', gender: 'male', emailable: false,
			editCount: 371, registered: '2021-01-17T12:00:41Z', globalGroups: []
		},
		{
			...plain, centralId: 50004, localId: 6, name: 'Locked Qux', about: 'a steward whose account is locked',
			editCount: 5120, registered: '2012-06-02T03:33:20Z', globalGroups: [ { ...forEver } ], locked: true
		},
		{
			...plain, centralId: 50005, localId: 7, name: '東京 執事', about: 'a steward with a non-Latin name', gender: 'female',
			editCount: 30760, registered: '2010-02-22T22:22:22Z',
			globalGroups: [ { group: 'global-rollbacker', expiry: 'infinity' }, { ...forEver } ]
		},
		{
			...plain, centralId: 50006, localId: 8, name: "O'Brien & Sons+1", about: 'a steward with an awkward name', gender: 'male', emailable: false,
			editCount: 12007, registered: '2014-11-05T16:01:09Z', globalGroups: [ { ...forEver } ]
		},
		{
			...plain, centralId: 50007, localId: 9, name: 'Hidden Quux', about: 'a steward whose name is suppressed',
			editCount: 845, registered: '2016-08-19T10:10:10Z', globalGroups: [ { ...forEver } ], suppressed: true
		},
		{
			...plain, centralId: 50008, localId: 10, name: 'Expired Corge', about: 'a steward whose membership has run out', emailConfirmed: false, emailable: false,
			editCount: 9934, registered: '2013-03-08T07:45:30Z',
			globalGroups: [ { group: 'steward', expiry: '2026-02-28T23:59:59Z' } ]
		},
		{
			...plain, centralId: 50010, localId: 12, name: 'Amal Haddad', about: 'an engineer who answers pages', gender: 'female',
			editCount: 1204, registered: '2018-05-14T09:12:33Z', globalGroups: []
		},
		{
			...plain, centralId: 50009, localId: 11, name: '~2026-12345-67', about: 'a temporary account', emailConfirmed: false, emailable: false,
			editCount: 2, registered: '2026-11-20T05:06:07Z', globalGroups: [], temporary: true
		}
	];
}

/** Somebody more; what is not given is an account without any group. */
export function newPerson( centralId: number, localId: number, person: Partial<Person> & Pick<Person, 'name'> ): Person {
	return { ...plain, centralId, localId, about: 'somebody more', editCount: 0, registered: '2026-11-23T00:00:00Z', globalGroups: [], ...person };
}
