/** Installed beside the project, by set-up, where somebody wants it. Evaluated for its effect: it registers the backend. */
declare module '@tensorflow/tfjs-backend-webgpu' {}
