/** Mesa in software, without a screen, without threads of its own and without a cache on a disk that a cell has not. */
export const webgpuEnvironment: Record<string, string> = {
  EGL_PLATFORM: 'surfaceless',
  LIBGL_ALWAYS_SOFTWARE: '1',
  GALLIUM_DRIVER: 'llvmpipe',
  LP_NUM_THREADS: '0',
  MESA_SHADER_CACHE_DISABLE: 'true',
};
