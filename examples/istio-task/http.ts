import { App } from 'cdk8s';
import { HttpPart } from './charts';

const app = new App();
new HttpPart(app, 'istio-task-http');
app.synth();
