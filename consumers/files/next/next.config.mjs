export default { serverExternalPackages: ['feeling'] };
