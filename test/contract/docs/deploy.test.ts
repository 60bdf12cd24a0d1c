// The deployment files would start what they say they start: each configuration is one that the program takes, each
// command is one of ours, and what keeps a process harmless and a page safe is there on every platform.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { commands } from '../../../server/commands/dispatch.ts';
import { readConfig } from '../../../server/config.ts';

const root = join( import.meta.dirname, '../../..' );
const read = ( path: string ): string => readFileSync( join( root, 'docs/deploy', path ), 'utf8' );

/** What lies in a file of secrets, by what is in its path. */
function secretAt( path: string ): string {
	return path.includes( 'database-url' ) ? 'postgres://user:password@db/page_sre' : 'b'.repeat( 40 );
}

function expectToStart( env: Record<string, string> ): void {
	expect( readConfig( env, secretAt ) ).toMatchObject( { kind: 'config' } );
}

/** @param typed after `server/cli.ts` */
function expectCommand( typed: string ): void {
	const command = commands.find( ( { words } ) => typed === words || typed.startsWith( `${ words } ` ) );
	expect( command, typed ).toBeDefined();
	for ( const [ option ] of typed.matchAll( /--[a-z-]+/g ) ) {
		expect( command!.help ).toContain( option );
	}
}

const pairs = ( text: string, pattern: RegExp ): Record<string, string> =>
	Object.fromEntries( [ ...text.matchAll( pattern ) ].map( ( [ , name = '', value = '' ] ) => [ name, value ] ) );

describe( 'Toolforge', () => {
	const procfile = pairs( read( 'toolforge/Procfile' ), /^([a-z-]+): (.+)$/gm );

	it( 'runs our commands, and serves', () => {
		expect( procfile.web ).toBe( 'node_modules/.bin/node --max-semi-space-size=4 server/cli.ts start' );
		for ( const line of Object.values( procfile ) ) {
			expectCommand( line.split( 'server/cli.ts ' )[ 1 ]! );
		}
	} );

	it( 'has jobs that exist, and somebody who hears of their failures', () => {
		for ( const job of parse( read( 'toolforge/jobs.yaml' ) ) as { command: string; emails: string; mount: string }[] ) {
			expect( Object.keys( procfile ) ).toContain( job.command );
			expect( job ).toMatchObject( { emails: 'onfailure', mount: 'none' } );
		}
		expect( parse( read( 'toolforge/service.template' ) ) ).toMatchObject( { type: 'buildservice', mount: 'none', 'health-check-path': '/healthz' } );
	} );
} );

describe.each( [ 'page-sre.service', 'page-sre-drill.service' ] )( 'systemd, %s', ( name ) => {
	const unit = read( `systemd/${ name }` );

	it( 'starts a command of ours with a configuration that is taken', () => {
		expectCommand( /^ExecStart=\S+\/node server\/cli\.ts (.+)$/m.exec( unit )![ 1 ]! );
		expectToStart( { ...pairs( read( 'systemd/settings' ), /^([A-Z_]+)=(.+)$/gm ), ...pairs( unit, /^Environment=([A-Z_]+)=(.+)$/gm ) } );
	} );

	it( 'hands over every secret file that it names, and none that it does not', () => {
		const given = [ ...unit.matchAll( /^LoadCredential=([a-z-]+):/gm ) ].map( ( [ , credential ] ) => credential );
		expect( [ ...unit.matchAll( /=%d\/([a-z-]+)$/gm ) ].map( ( [ , credential ] ) => credential ) ).toEqual( given );
	} );

	it( 'is nobody of importance', () => {
		expect( unit ).toMatch( /^User=page-sre$/m );
		expect( unit ).toMatch( /^NoNewPrivileges=yes$/m );
		expect( unit ).toMatch( /^ProtectSystem=strict$/m );
	} );
} );

it( 'systemd restarts it for ever, but not with a faulty configuration', () => {
	const unit = read( 'systemd/page-sre.service' );
	expect( unit ).toMatch( /^Restart=always$/m );
	expect( unit ).toMatch( /^StartLimitIntervalSec=0$/m );
	expect( unit ).toMatch( /^RestartPreventExitStatus=78$/m );
} );

describe.each( [ 'nginx.conf', 'apache.conf' ] )( 'the proxy, %s', ( name ) => {
	const site = read( `proxy/${ name }` );

	it( 'lets no browser say who somebody is', () => {
		for ( const header of [ 'X-Forwarded-User', 'X-Forwarded-Email', 'X-Forwarded-Groups' ] ) {
			expect( site ).toMatch( new RegExp( `(proxy_set_header ${ header } "";|RequestHeader unset ${ header }$)`, 'm' ) );
		}
	} );

	it( 'gathers nothing, waits for hours, and keeps our figures inside', () => {
		expect( site ).toMatch( /proxy_buffering off;[^]*proxy_read_timeout 1h;|flushpackets=on timeout=3600/ );
		expect( site ).toMatch( /\/metrics"?>?[^}<]*(deny all|Require all denied)/ );
		expect( site ).not.toMatch( /Cross-Origin-Opener-Policy/i );
	} );
} );

describe( 'the container', () => {
	const instructions = read( 'container/Dockerfile' ).replace( /\\\n/g, ' ' ).split( '\n' ).filter( ( line ) => /^[A-Z]+ /.test( line ) );
	const stages = instructions.join( '\n' ).split( /^(?=FROM )/m );
	const last = stages.at( -1 )!;

	it( 'is made in two stages from an image of the runtime that we test with', () => {
		const { dependencies } = JSON.parse( readFileSync( join( root, 'package.json' ), 'utf8' ) ) as { dependencies: { node: string } };
		expect( stages ).toHaveLength( 2 );
		for ( const stage of stages ) {
			expect( stage ).toMatch( new RegExp( `^FROM node:${ dependencies.node.split( '.' ).slice( 0, 2 ).join( '\\.' ) }-` ) );
		}
		expect( instructions.filter( ( line ) => /^ADD |sudo|:latest|apt-get|curl /.test( line ) ) ).toEqual( [] );
	} );

	it( 'copies only what there is, and nothing that was not asked for', () => {
		const [ , ...allowed ] = read( 'container/Dockerfile.dockerignore' ).trim().split( '\n' ).filter( ( line ) => line.startsWith( '!' ) || line === '*' );
		const copied = [ ...stages[ 0 ]!.matchAll( /^COPY (.+) \S+$/gm ) ].flatMap( ( [ , paths = '' ] ) => paths.split( ' ' ) );
		expect( allowed.map( ( line ) => line.slice( 1 ) ).sort() ).toEqual( copied.toSorted() );
		expect( copied.filter( ( path ) => !existsSync( join( root, path ) ) ) ).toEqual( [] );
	} );

	it( 'runs as nobody, tells how it is, and starts the server', () => {
		expect( last ).toMatch( /^USER 10001:10001$/m );
		expect( last ).toMatch( /^HEALTHCHECK .*\/healthz/m );
		expect( last ).toContain( 'ENTRYPOINT ["node", "server/cli.ts"]\nCMD ["start"]' );
		expect( last.indexOf( 'USER' ) ).toBeGreaterThan( last.lastIndexOf( 'RUN' ) );
	} );
} );

interface Container {
	args: string[];
	securityContext: object;
	livenessProbe?: object;
}
interface Pod {
	containers: [ Container ];
	securityContext: object;
	automountServiceAccountToken: boolean;
	terminationGracePeriodSeconds?: number;
}

describe( 'Kubernetes', () => {
	const documents = parseAllDocuments( read( 'kubernetes/page-sre.yaml' ) );
	type Manifest = { kind: string; apiVersion: string; data?: Record<string, string>; spec?: unknown };
	const objects = documents.map( ( document ) => document.toJS() as Manifest );
	const one = <Spec>( kind: string ): Spec => objects.find( ( object ) => object.kind === kind )!.spec as Spec;
	const deployment = one<{ replicas: number; strategy: unknown; selector: { matchLabels: object }; template: { metadata: { labels: object }; spec: Pod } }>( 'Deployment' );
	const pods = [ deployment.template.spec, one<{ jobTemplate: { spec: { template: { spec: Pod } } } }>( 'CronJob' ).jobTemplate.spec.template.spec ];

	it( 'is written without mistakes, and each object names its version', () => {
		expect( documents.flatMap( ( { errors, warnings } ) => [ ...errors, ...warnings ] ) ).toEqual( [] );
		expect( objects.map( ( { kind, apiVersion } ) => `${ kind } ${ apiVersion }` ) ).toEqual( [
			'ConfigMap v1', 'Deployment apps/v1', 'Service v1', 'PodDisruptionBudget policy/v1', 'Ingress networking.k8s.io/v1', 'CronJob batch/v1'
		] );
	} );

	it( 'has a configuration that is taken, with every secret in a file', () => {
		const env = objects.find( ( { kind } ) => kind === 'ConfigMap' )!.data!;
		expectToStart( env );
		expect( env.DATABASE_URL_FILE ).toBeDefined();
		const files = Object.entries( env ).filter( ( [ name ] ) => name.endsWith( '_FILE' ) );
		expect( files.filter( ( [ , path ] ) => !path.startsWith( '/run/secrets/page-sre/' ) ) ).toEqual( [] );
	} );

	it.each( pods )( 'starts our commands as nobody, on a root that cannot be written', ( pod ) => {
		const [ container ] = pod.containers;
		expectCommand( container.args.join( ' ' ) );
		expect( container.securityContext ).toEqual( { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ 'ALL' ] } } );
		expect( pod.automountServiceAccountToken ).toBe( false );
		expect( pod.securityContext ).toMatchObject( { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } } );
	} );

	it( 'keeps one running through updates and drains, and gives it time to end', () => {
		expect( deployment ).toMatchObject( { replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 0 } } } );
		expect( one( 'PodDisruptionBudget' ) ).toMatchObject( { minAvailable: 1, selector: deployment.selector } );
		expect( deployment.template.metadata.labels ).toEqual( deployment.selector.matchLabels );
		expect( deployment.template.spec.terminationGracePeriodSeconds ).toBeGreaterThanOrEqual( 25 );
	} );

	it( 'restarts what does not answer, and never by what others may be the cause of', () => {
		expect( deployment.template.spec.containers[ 0 ].livenessProbe ).toMatchObject( { httpGet: { path: '/healthz' } } );
	} );
} );
