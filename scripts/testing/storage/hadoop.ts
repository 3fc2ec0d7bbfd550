import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache.js';
import { runProgram } from '../daemon.js';

const version = '3.4.2';
const home = join(cacheFolder, `hadoop-${version}`);
const need =
  'The tests of HDFS need Java 17 or newer and, the first time, Maven (Debian: openjdk-17-jre-headless maven).';

/** What Maven is to fetch. */
const jars = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>checkpoint-lens</groupId>
  <artifactId>hdfs-test-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.hadoop</groupId>
      <artifactId>hadoop-client-minicluster</artifactId>
      <version>${version}</version>
      <exclusions>
        <exclusion>
          <groupId>junit</groupId>
          <artifactId>junit</artifactId>
        </exclusion>
      </exclusions>
    </dependency>
    <!-- Not part of Java since 11; without it every call of WebHDFS is answered with 500. -->
    <dependency>
      <groupId>javax.xml.bind</groupId>
      <artifactId>jaxb-api</artifactId>
      <version>2.2.11</version>
    </dependency>
    <!-- Without it the servers log nothing. -->
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-reload4j</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

export const java =
  process.env['JAVA_HOME'] === undefined ? 'java' : join(process.env['JAVA_HOME'], 'bin/java');

export type Role = 'namenode' | 'datanode';

const mainClasses: Readonly<Record<Role, string>> = {
  namenode: 'org.apache.hadoop.hdfs.server.namenode.NameNode',
  datanode: 'org.apache.hadoop.hdfs.server.datanode.DataNode',
};

/** An empty, formatted name directory: a copy of it is there 2 s sooner than a new one. */
export const formattedNames = join(home, 'formatted');

/** What comes before a server's own arguments. */
export function javaArguments(role: Role): string[] {
  const jars = readdirSync(join(home, 'lib')).map((jar) => join(home, 'lib', jar));
  return [
    '-Xmx256m',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    `-Dlog4j.configuration=file:${join(home, 'log4j.properties')}`,
    '-Djava.net.preferIPv4Stack=true',
    '-cp',
    jars.join(':'),
    mainClasses[role],
  ];
}

export function writeConfiguration(
  file: string,
  properties: Readonly<Record<string, string | number | boolean>>,
): void {
  const lines = Object.entries(properties).map(
    ([name, value]) => `<property><name>${name}</name><value>${String(value)}</value></property>`,
  );
  writeFileSync(file, `<?xml version="1.0"?>\n<configuration>\n${lines.join('\n')}\n</configuration>\n`);
}

/** Fetches the jars (89 MB) and prepares what every start needs, unless that was done before. @throws Error */
export async function installHadoop(): Promise<void> {
  await runProgram(java, ['-version'], { need });
  if (existsSync(formattedNames)) return;
  rmSync(home, { recursive: true, force: true });
  const building = `${home}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  const pom = join(building, 'pom.xml');
  writeFileSync(pom, jars);
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${join(building, 'lib')}`];
  await runProgram('mvn', ['-q', '-B', '-f', pom, ...copy], { need });
  writeFileSync(
    join(building, 'log4j.properties'),
    [
      'log4j.rootLogger=INFO,console',
      'log4j.appender.console=org.apache.log4j.ConsoleAppender',
      'log4j.appender.console.layout=org.apache.log4j.PatternLayout',
      'log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %p %c{1}: %m%n',
    ].join('\n'),
  );
  renameSync(building, home);
  const names = `${formattedNames}.${process.pid}`;
  const configuration = join(home, 'format.xml');
  writeConfiguration(configuration, { 'dfs.namenode.name.dir': `file://${names}` });
  await runProgram(
    java,
    [...javaArguments('namenode'), '-conf', configuration, '-format', '-nonInteractive'],
    { need },
  );
  renameSync(names, formattedNames);
}
